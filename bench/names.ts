/** Task queue of the bare workflows and their activities. */
export const BARE_QUEUE = 'bare';
