import type { Command } from 'commander';
import { registerCallRecords } from './call-records';
import { registerCases } from './cases';
import { registerContactLog } from './contact-log';
import type { OpenContext } from './context';
import { registerEnrol } from './enrol';
import { registerImport } from './import';
import { registerLetters } from './letters';
import { registerPreview } from './preview';
import { registerPay } from './pay';
import { registerProposals } from './proposals';
import { registerReplies } from './replies';
import { registerSteps } from './steps';
import { registerStaffCommands } from './staff';
import { registerUploads } from './uploads';
import { registerWork } from './work';

/** Adds every command that speaks to the API. */
export function registerApiCommands(program: Command, open: OpenContext): void {
  registerImport(program, open);
  registerEnrol(program, open);
  registerCases(program, open);
  registerPay(program, open);
  registerPreview(program, open);
  registerWork(program, open);
  registerReplies(program, open);
  registerProposals(program, open);
  registerStaffCommands(program, open);
  registerSteps(program, open);
  registerUploads(program, open);
  registerLetters(program, open);
  registerCallRecords(program, open);
  registerContactLog(program, open);
}
