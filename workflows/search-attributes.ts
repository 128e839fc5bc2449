import { defineSearchAttributeKey } from '@temporalio/common';
import { searchAttributeNames } from '../domain/search-attributes';

/** Typed keys of what a running case shows in visibility. */
export const caseSearchAttributes = {
  stage: defineSearchAttributeKey(searchAttributeNames.stage, 'KEYWORD'),
  holdKind: defineSearchAttributeKey(searchAttributeNames.holdKind, 'KEYWORD'),
} as const;
