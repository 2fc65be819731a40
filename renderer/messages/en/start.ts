export const startMessages = {} as const;
