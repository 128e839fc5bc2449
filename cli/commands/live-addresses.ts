import { readRunRecord, type RunRecord } from '../../workers/embedded/supervisor/run-record';
import { lockHolder } from '../boot/lock.cjs';

/** The addresses of embedded servers count only while the start that made them lives. */
export function liveAddresses(dataFolder: string): RunRecord['addresses'] {
  return lockHolder(dataFolder) === undefined ? {} : readRunRecord(dataFolder).addresses;
}
