import type { EffectResult } from '../domain/actions';
import type { CalendarSlice } from '../domain/calendar';
import type {
  ApprovalCall,
  CloseCall,
  EscalationCall,
  ExtendCalendarCall,
  OpenCaseInput,
  OpenedCase,
  PublishCall,
  ReadPlanCall,
  StepCall,
  VerdictCall,
} from '../domain/case-input';
import type { Plan } from '../domain/plan';
import type { CloseAnswer } from '../services/publish-row';

/** Read only: pins the plan, reads the facts. */
export interface ReadActivities {
  openCase(input: OpenCaseInput): Promise<OpenedCase>;
  extendCalendar(input: ExtendCalendarCall): Promise<CalendarSlice>;
  readPlan(input: ReadPlanCall): Promise<Plan>;
}

/** Idempotent writes to our own database, a few milliseconds each. */
export interface RecordActivities {
  publishNext(input: PublishCall): Promise<void>;
  closeCase(input: CloseCall): Promise<CloseAnswer>;
}

/** Work for people: idempotent by (invoice, step, occurrence). */
export interface PeopleActivities {
  openCallTask(input: StepCall): Promise<EffectResult>;
  openVisitTask(input: StepCall): Promise<EffectResult>;
  escalateToManager(input: StepCall): Promise<EffectResult>;
  instructLawyer(input: StepCall): Promise<EffectResult>;
  openReviewTask(input: StepCall): Promise<EffectResult>;
  requestApproval(input: ApprovalCall): Promise<EffectResult>;
  escalateCase(input: EscalationCall): Promise<EffectResult>;
  judgePromise(input: VerdictCall): Promise<EffectResult>;
}

/** Irreversible: a message leaves. At most once by reserve, send, record (decisions 4.2). */
export interface SendActivities {
  sendReminder(input: StepCall): Promise<EffectResult>;
  sendLetter(input: StepCall): Promise<EffectResult>;
}

/** Work on the whole book, run by schedules. */
export interface BookActivities {
  enrolDueInvoices(input: {
    readonly v: 1;
    readonly id: string;
  }): Promise<{ readonly enrolled: number; readonly started: number; readonly more: boolean }>;
  openCareTasks(input: { readonly v: 1; readonly id: string }): Promise<{ readonly opened: number }>;
  relayUndelivered(input: {
    readonly v: 1;
    readonly id: string;
  }): Promise<{ readonly delivered: number; readonly final: number }>;
}
