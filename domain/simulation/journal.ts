import type { PlanStep } from '../plan';
import { instantOf, type EpochMinute } from '../time';
import type { SimContact, SimInvoice, SimTask } from './book';

/** A contact as the engine knows it: nothing is rendered before somebody wants to read it. */
export interface ContactNote {
  readonly invoice: SimInvoice;
  readonly step: PlanStep;
  readonly occurrence: number;
  /** Day on the stage clock. */
  readonly day: number;
  readonly at: EpochMinute;
  readonly channel: string;
  readonly outcome: SimContact['outcome'];
}

/** A task for a person. `planStep` is null for escalations, which belong to no step of the ladder. */
export interface TaskNote {
  readonly id: string;
  readonly invoice: SimInvoice;
  readonly planStep: PlanStep | null;
  readonly step: string;
  readonly occurrence: number;
  readonly day: number;
  readonly at: EpochMinute;
  readonly kind: string;
  readonly role: string;
  readonly outcome: string;
}

/** Hears what an engine does. What a reader does not need is then never made: rows, texts, lists. */
export interface SimJournal {
  contact(note: ContactNote): void;
  task(note: TaskNote): void;
  /** Nobody answered a task until its deadline. */
  taskIgnored(taskId: string): void;
}

/** A journal that keeps every row as it is shown to people. */
export interface RowJournal extends SimJournal {
  readonly contacts: readonly SimContact[];
  readonly tasks: readonly SimTask[];
}

/** An empty journal of rows. */
export function createRowJournal(): RowJournal {
  const contacts: SimContact[] = [];
  const tasks: SimTask[] = [];
  const taskRows = new Map<string, number>();
  return {
    contacts,
    tasks,
    contact({ invoice, step, occurrence, day, at, channel, outcome }) {
      const { number, debtorNumber: debtor } = invoice;
      contacts.push({ invoice: number, debtor, step: step.id, occurrence, day, at: instantOf(at), channel, outcome });
    },
    task({ id, invoice, step, occurrence, day, at, kind, role, outcome }) {
      const { number, debtorNumber: debtor } = invoice;
      taskRows.set(id, tasks.length);
      tasks.push({ invoice: number, debtor, step, occurrence, day, at: instantOf(at), kind, role, outcome });
    },
    taskIgnored(taskId) {
      const index = taskRows.get(taskId);
      const row = index === undefined ? undefined : tasks[index];
      if (index !== undefined && row !== undefined) tasks[index] = { ...row, outcome: 'ignored' };
    },
  };
}
