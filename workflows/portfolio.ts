import { book } from './proxies';

/** Input of portfolio work. */
export interface PortfolioInput {
  readonly v: 1;
  readonly id: string;
}

/** Enrols every invoice that is due for it and starts its case, batch by batch (decisions 2.6). */
export async function enrolmentSweep(input: PortfolioInput): Promise<{ enrolled: number; started: number }> {
  let enrolled = 0;
  let started = 0;
  for (;;) {
    const batch = await book.enrolDueInvoices(input);
    enrolled += batch.enrolled;
    started += batch.started;
    if (!batch.more) return { enrolled, started };
  }
}

/** Opens the tasks of relationship care that are due before feasts (S373). */
export async function careSweep(input: PortfolioInput): Promise<{ opened: number }> {
  return book.openCareTasks(input);
}

/** Repeats messages to cases that are committed and not marked applied (decisions 3.1). */
export async function messageRelay(input: PortfolioInput): Promise<{ delivered: number; final: number }> {
  return book.relayUndelivered(input);
}
