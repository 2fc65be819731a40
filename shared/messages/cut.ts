/** Text of at most so many characters; what is cut off shows as an ellipsis. */
export function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}\u2026` : text;
}
