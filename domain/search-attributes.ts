/** Names of the custom search attributes, all keywords without personal data; they live for ever (decisions 3.7). */
export const searchAttributeNames = {
  stage: 'CaseStage',
  owner: 'CaseOwner',
  debtorId: 'DebtorId',
  holdKind: 'HoldKind',
  currency: 'Currency',
} as const;
