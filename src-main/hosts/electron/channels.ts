/** Names of the IPC channels between the window and the main process. */
export const callChannel = 'galley:call';
export const eventChannel = 'galley:event';
