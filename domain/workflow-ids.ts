/** Workflow id of the case of an invoice: business key, no personal data. Every run of the case has it. */
export const caseWorkflowId = (invoiceId: string): string => `collection-case:${invoiceId}`;

/** The one enrolment sweep that may run at a time. */
export const ENROLMENT_SWEEP_ID = 'enrolment-sweep';

/** Task queue of workflows and of activities that only touch our own database (decisions 3.7). */
export const CASES_QUEUE = 'cases';

/** Queue of the workers that send through `channel`: providers limit rates per channel (decisions 3.7). */
export const contactQueue = (channel: string): string => `contact-${channel}`;
