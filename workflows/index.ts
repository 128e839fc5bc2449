export { collectionCase } from './collection-case';
export { careSweep, enrolmentSweep, messageRelay } from './portfolio';
