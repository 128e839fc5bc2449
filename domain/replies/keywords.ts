// What debtors write, in both languages, simplified and traditional. Hints for the person who reads the reply: a wrong one costs
// a glance, so the lists are short and plain.

/** What the words of a reply suggest. */
export const suggestions = [
  'newAccount',
  'dispute',
  'paid',
  'promise',
  'callBack',
  'optOut',
  'optIn',
  'autoReply',
] as const;

export type Suggestion = (typeof suggestions)[number];

const account = String.raw`(?:bank\s+)?(?:account|details|iban)`;

/** Patterns of folded text (lower case, NFKC), by suggestion. */
export const patterns: Readonly<
  Record<Exclude<Suggestion, 'callBack' | 'optOut' | 'optIn' | 'autoReply'>, readonly RegExp[]>
> = {
  // Somebody has been told of an account that is not ours, or is about to be (decisions 4.6).
  newAccount: [
    new RegExp(String.raw`\b(?:new|changed|updated|different|other)\s+${account}\b`),
    new RegExp(String.raw`\b(?:change|changed|update|updated)\b.{0,20}\b(?:your|the)\s+${account}\b`),
    new RegExp(String.raw`\b${account}\b.{0,30}\b(?:has|have|was|were)\s+(?:been\s+)?changed\b`),
    /(?:新|变更后|變更後|更改后|更改後|更换后|更換後|另一|另外)的?[^。，,;；]{0,6}(?:账户|賬戶|帐户|帳戶|账号|賬號|帐号|帳號)/,
    /(?:账户|賬戶|帐户|帳戶|账号|賬號|帐号|帳號)[^。，,;；]{0,6}(?:变更|變更|更改|更换|更換|换了|換了|改了)/,
  ],
  dispute: [
    /\b(?:dispute[ds]?|disagree|incorrect|overcharged|defective|damaged|faulty|complaint)\b/,
    /\bwrong\s+(?:amount|invoice|price|goods|quantity)\b/,
    /\b(?:not|never|n't)\s+(?:received?|ordered?|delivered|accepted?)\b/,
    /\b(?:refuse|refusing|won't|will\s+not)\s+(?:to\s+)?pay\b/,
    /异议|異議|争议|爭議|不认可|不認可|不同意|(?:金额|金額|数量|數量|价格|價格)[^。，,;；]{0,4}(?:不对|不對|有误|有誤|错|錯|不符)/,
    /(?:没|沒|未)(?:有)?(?:收到)?(?:货|貨)|质量问题|質量問題|品質問題|拒付|拒绝付款|拒絕付款|投诉|投訴|退货|退貨/,
  ],
  paid: [
    /\b(?:have|has|had|already|was|were|been|is|we|i)\s+(?:\w+\s+){0,2}?(?:paid|remitted|transferred|wired|settled)\b/,
    /\bpaid\s+(?:on|yesterday|today|last|this|already|it|in\s+full)\b/,
    /\bpayment\s+(?:was|has\s+been|is)\s+(?:made|sent|done|initiated|completed)\b/,
    /已(?:经|經)?[^。，,;；未没沒]{0,6}(?:付|支付|汇|匯|转账|轉賬|转帐|轉帳|打款|结清|結清)|(?:付|汇|匯|转|轉|打)(?:款)?过去了|付清了|款已到/,
  ],
  promise: [
    /\b(?:will|shall|going\s+to|plan\s+to|intend\s+to|promise\s+to)\s+(?:\w+\s+){0,2}?(?:pay|settle|transfer|remit)\b/,
    /\bpay(?:ment)?\s+(?:\w+\s+){0,3}?(?:by|on|next|tomorrow|this|before)\b/,
    /(?:会|會|将|將|安排|尽快|盡快|承诺|承諾|保证|保證)[^。，,;；]{0,10}(?:付|支付|汇|匯|转账|轉賬|打款|结清|結清)/,
    /(?:明天|后天|後天|本周|本週|下周|下週|月底|本月|下月|号|號|日)[^。，,;；已]{0,6}(?:付款|支付|付清|汇款|匯款|打款)/,
  ],
};

// "We have not paid" is no payment, and "not yet" no promise.
export const negatedPayment: readonly RegExp[] = [
  /\b(?:not|never|n't|nobody|unable\s+to)\s+(?:\w+\s+){0,2}?(?:paid|pay|remitted|transferred|settled)\b/,
  /(?:没|沒|未|尚未|不能|无法|無法|还没|還沒)(?:有|能)?(?:付|支付|汇|匯|打)/,
];

/** Whole messages that mean "no more of this on this channel": Twilio's own words, and T and TD as carriers in China have them. */
export const stopWords: Readonly<Record<'text' | 'email', readonly string[]>> = {
  text: [
    'stop',
    'stopall',
    'unsubscribe',
    'cancel',
    'end',
    'quit',
    'optout',
    'revoke',
    't',
    'td',
    '退订',
    '退訂',
    '拒收',
  ].concat(['取消订阅', '取消訂閱', '回复t', '回复td']),
  email: ['stop', 'unsubscribe', 'optout', 'opt out', 'td', '退订', '退訂', '拒收', '取消订阅', '取消訂閱'],
};

/** Whole messages by SMS that take a STOP back, as carriers and Twilio have them; YES could be an answer to anything. */
export const startWords: readonly string[] = ['start', 'unstop', '恢复订阅', '恢復訂閱'];

/** Headlines of answers that a machine wrote. */
export const autoReplies: readonly RegExp[] = [
  /^\s*(?:auto(?:matic|mated)?[\s-]*(?:reply|response)|out\s+of\s+(?:the\s+)?office|undeliverable|delivery\s+status\s+notification)/,
  /自动回复|自動回覆|自动答复|外出(?:中|通知)|休假/,
];

/** What a person can say that a reply means. */
export const meanings = [
  'paid',
  'promise',
  'dispute',
  'newAccount',
  'question',
  'wrongPerson',
  'optOut',
  'autoReply',
  'other',
] as const;

export type Meaning = (typeof meanings)[number];
