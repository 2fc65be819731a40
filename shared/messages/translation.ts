/** The same messages in another language: every key of the English file, and none besides. */
export type Translation<Messages> = { readonly [Key in keyof Messages]: string };
