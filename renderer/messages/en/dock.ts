export const dockMessages = {} as const;
