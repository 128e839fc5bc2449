import { searchAttributeNames } from '../domain/search-attributes';

/** Typed keys of what a running case shows in visibility. */
export const caseSearchAttributes = {
  stage: { name: searchAttributeNames.stage, type: 'KEYWORD' },
  holdKind: { name: searchAttributeNames.holdKind, type: 'KEYWORD' },
} as const;
