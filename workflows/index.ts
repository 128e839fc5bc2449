export { collectionCase } from './collection-case';
export { enrolmentSweep, messageRelay } from './portfolio';
