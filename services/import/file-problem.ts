import type { HeaderProblem } from '../../domain/import/header';

/** Why a file could not be read, or not to its end. */
export interface FileProblem {
  readonly code: HeaderProblem['code'] | 'emptyFile' | 'notText' | 'notCsv' | 'lineTooLong';
  /** Line of the file, counted from 1; null when it concerns the whole file. */
  readonly line: number | null;
  readonly message: string;
}

/** Ends the reading of a file: what was read before it stands. */
export class ImportFileError extends Error {
  override readonly name = 'ImportFileError';

  constructor(readonly problem: FileProblem) {
    super(problem.message);
  }
}

/** @throws ImportFileError always */
export function refuseFile(code: FileProblem['code'], line: number | null, message: string): never {
  throw new ImportFileError({ code, line, message });
}
