/** Languages that every message of a policy must have. */
export const policyLanguages = ['zh-CN', 'en'] as const;
export type PolicyLanguage = (typeof policyLanguages)[number];
