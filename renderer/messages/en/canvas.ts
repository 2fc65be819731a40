export const canvasMessages = {} as const;
