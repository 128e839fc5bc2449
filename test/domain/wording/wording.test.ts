import { checkWording, scopesOf, type WordingContext } from '../../../domain/wording/check';
import { wordingScopes } from '../../../domain/wording/lists';
import { productWordingLists } from '../../../services/wording-lists';

const lists = productWordingLists();
const legalTone: WordingContext = {
  tone: 'legal',
  letter: false,
  statesLegalDate: true,
  feesAgreed: true,
  enforcementOrder: true,
};
const redLines = (text: string) => checkWording(lists, text, ['always']);
const rulesOf = (text: string, context: Partial<WordingContext> = {}) => [
  ...new Set(checkWording(lists, text, scopesOf({ ...legalTone, ...context })).map(({ rule }) => rule)),
];

describe('red lines', () => {
  it.each([
    ['S397', '你们到底什么时候付钱', 'accusation'],
    ['S397', '你們到底什麼時候付錢', 'accusation'],
    ['S415', '张总，你该还钱了！', 'accusation'],
    ['S415', '再拖我们要起诉了', 'threat'],
    ['S397', 'When on earth will you pay?', 'accusation'],
    ['S415', 'You should pay now.', 'accusation'],
    ['S381', '张总，你们怎么还不付款', 'accusation'],
    ['S381', 'Enough excuses!', 'accusation'],
    ['S382', '别找借口了', 'accusation'],
    ['S382', 'How dare you keep us waiting?', 'accusation'],
    ['S399', '贵公司就是一群骗子', 'insult'],
    ['S401', 'You are liars and crooks.', 'insult'],
    ['S402', '如不付款，后果自负。', 'threat'],
    ['S215', '如不付款，後果自負。', 'threat'],
    ['S413', 'Pay by Friday, or else.', 'threat'],
    ['S392', '我们会派人上门。', 'threat'],
    ['S392', 'We know where you live.', 'threat'],
    ['S393', '否则你们要坐牢的', 'falseLegalConsequence'],
    ['S393', 'This is a criminal offence and you will go to prison.', 'falseLegalConsequence'],
    ['S393', '法院傳票已寄出', 'falseLegalConsequence'],
    ['S409', '你再不还,我可就得找你家人谈谈咯', 'familyOrColleagues'],
    ['X22', '我们将联系您的妻子', 'familyOrColleagues'],
    ['X22', '我們會通知你的同事', 'familyOrColleagues'],
    ['X22', 'We will call your wife.', 'familyOrColleagues'],
    ['X22', 'We may have to inform your colleagues.', 'familyOrColleagues'],
    ['S394', '我们将公开贵公司的欠款信息', 'disclosure'],
    ['S394', 'We will publish your debts.', 'disclosure'],
    ['S394', 'We shall inform your customers.', 'disclosure'],
    ['S411', '我们会告诉贵公司的客户', 'disclosure'],
    ['X21', '将贵公司列入行业黑名单', 'disclosure'],
    ['S412', '我这房租都快交不起了', 'emotionalPressure'],
    ['S419', '咱们是铁哥们，看在多年情分上', 'emotionalPressure'],
    ['S410', '我们在贵公司有内线', 'unlawfulMeans'],
    ['S414', '我们宁可花两万也要收回欠款一万', 'unlawfulMeans'],
    ['S416', '今天不付款，我们的人就不走', 'violentPressure'],
    ['S416', '我们会围住贵公司的大门', 'violentPressure'],
    ['S417', 'Our people will sit in your office until you pay.', 'violentPressure'],
    ['S417', 'We will seize your machines.', 'violentPressure'],
    ['S141', '您有款项没付', 'vagueClaim'],
  ])('%s refuses %s', (_id, text, rule) => {
    expect(redLines(text).map((finding) => finding.rule)).toContain(rule);
  });

  it('X24 hold in every tone, and nothing about a case switches one off', () => {
    for (const tone of ['service', 'friendly', 'neutral', 'firm', 'formal', 'legal', undefined] as const) {
      expect(rulesOf('后果自负', { tone })).toContain('threat');
      expect(rulesOf('We will call your wife.', { tone })).toContain('familyOrColleagues');
    }
  });
});

describe('evasions', () => {
  it.each([
    ['blanks', '后 果 自 负', 'threat'],
    ['signs', '后.果*自-负', 'threat'],
    ['a line break', '后果\n自负', 'threat'],
    ['invisible characters', '后\u200b果\u2060自\ufeff负', 'threat'],
    ['traditional characters', '後果自負', 'threat'],
    ['mixed characters', '后果自負', 'threat'],
    ['compatibility characters', '你⽼婆', 'familyOrColleagues'],
    ['case', 'OR ELSE', 'threat'],
    ['full width', 'ｏｒ ｅｌｓｅ', 'threat'],
    ['letters apart', 'l i a r s', 'insult'],
    ['letters with dots', 'l.i.a.r.s', 'insult'],
    ['letters with hyphens', 'c-r-o-o-k-s', 'insult'],
    ['digits for letters', 'cr00ks', 'insult'],
    ['signs for letters', '$tup1d', 'insult'],
    ['doubled letters', 'liaaars', 'insult'],
    ['accents', 'líàrs', 'insult'],
    ['letters of another alphabet', 'сrооks', 'insult'],
    ['soft hyphens', 'li\u00adars', 'insult'],
    ['words together', 'finalwarning', 'threat'],
    ['mathematical letters', '𝐥𝐢𝐚𝐫𝐬', 'insult'],
    ['circled letters', 'ⓛⓘⓐⓡⓢ', 'insult'],
  ])('by %s are found', (_how, text, rule) => {
    expect(redLines(`Dear all, ${text}.`).map((finding) => finding.rule)).toContain(rule);
  });
});

describe('harmless texts', () => {
  it.each([
    'Please send it to our legal department, which is a separate legal entity.',
    'We need a lawful basis and the legal name of your company.',
    'Thank you for your courtesy and your prompt answer.',
    'Could you check it with your finance colleagues?',
    'Could you please ask your colleagues in accounts payable?',
    'The family business of household goods is a valued customer.',
    'We will connect you with the right person in finance.',
    'If there is a question about quality, our after-sales team will call you.',
    'The consequences of the delay for our planning are small.',
    'We can offer three monthly instalments; the first one is 30 %.',
    'Your bank may take two days. Or send us the receipt.',
    'The therapist works with arresters, surge arresters and pressure gauges.',
    'Beware of fraud: our bank details never change by e-mail.',
    'We have no record of a payment. Killington Ltd is our supplier.',
    'Please tell us if something is not right with the invoice.',
    'The police station project, phase 2, was delivered on 3 May.',
    '我司法务部与贵公司负责人已沟通。',
    '烦请与贵公司财务同事确认一下。',
    '如已付款，请忽略本提醒，感谢您的支持！',
    '我们一起核对账目，诉求可以随时告诉我们。',
    '不客气，很高兴为您服务。',
    '催化剂设备使用是否顺利？',
    '报警器已经安装完毕。',
    '请提前告知，我们可以一起商量付款计划。',
    '贵公司有3笔货款共计8.6万元未结清，其中2笔已逾期5天。',
    '根据合同约定，逾期付款利息为每日0.05%。',
    '收件人：王芳，财务部。',
    '感谢贵公司3年来的合作。',
  ])('are not refused: %s', (text) => {
    expect(redLines(text)).toEqual([]);
  });
});

describe('words that depend on what is known', () => {
  it('S34 keeps the word 催款 and its like out of service steps only', () => {
    for (const text of ['催款通知', '催 款', '付款催收', 'debt collection', 'an overdue invoice']) {
      expect(rulesOf(text, { tone: 'service' })).toContain('collectionWord');
      expect(rulesOf(text, { tone: 'formal' })).not.toContain('collectionWord');
    }
    expect(rulesOf('催化剂设备使用是否顺利？', { tone: 'service' })).toEqual([]);
  });

  it('S445 keeps pressure out of the early tones', () => {
    for (const text of ['请立即付款', 'Pay immediately.', '最后通知', 'final notice']) {
      expect(rulesOf(text, { tone: 'friendly' })).toContain('pressure');
      expect(rulesOf(text, { tone: 'firm' })).not.toContain('pressure');
    }
  });

  it('S216 keeps promises and exaggeration out of letters', () => {
    for (const text of [
      '我司承诺给贵公司减免',
      '极其严重的逾期',
      'We guarantee a discount.',
      'the full force of the law',
    ]) {
      expect(rulesOf(text, { letter: true })).not.toEqual([]);
      expect(rulesOf(text, { letter: false })).toEqual([]);
    }
    expect(rulesOf('贵公司曾承诺于7月5日付款，银行保函编号7。', { letter: true })).toEqual([]);
    expect(rulesOf('As you promised, the bank guarantee expires on 5 July.', { letter: true })).toEqual([]);
  });

  it.each([
    '我们将委托律师',
    '提起诉讼',
    '啟動法律程序',
    'take legal action',
    'we will sue',
    'in court',
    'l-a-w-s-u-i-t',
  ])('S393 lets "%s" stand only beside the computed date of a legal step', (text) => {
    expect(rulesOf(text, { statesLegalDate: false })).toContain('legalStep');
    expect(rulesOf(text, { statesLegalDate: true })).toEqual([]);
  });

  it.each(['承担律师费', '承担诉讼费用', 'lawyers’ fees', 'the costs of litigation'])(
    'S89 lets "%s" stand only where the contract says so',
    (text) => {
      expect(rulesOf(text, { feesAgreed: false })).toContain('legalFees');
      expect(rulesOf(text, { feesAgreed: true })).toEqual([]);
    },
  );

  it.each(['列入失信被执行人', '影响征信', '強制執行', 'an enforcement record', 'the bailiff'])(
    'S89 lets "%s" stand only after a court has ordered enforcement',
    (text) => {
      expect(rulesOf(text, { enforcementOrder: false })).toContain('enforcementRecord');
      expect(rulesOf(text, { enforcementOrder: true })).toEqual([]);
    },
  );
});

describe('a finding', () => {
  it('names phrase, rule, sources and position in the text as it was written', () => {
    const text = '尊敬的客户：\n\n  如不付款，后 果\u200b自負。';
    expect(redLines(text)).toEqual([
      {
        rule: 'threat',
        sources: ['S215', 'S392', 'S401', 'S402', 'S407', 'S413'],
        phrase: '后 果\u200b自負',
        at: 15,
        line: 3,
        column: 8,
        instead: null,
      },
    ]);
  });

  it('takes a moment, also in long and hostile texts', () => {
    const started = process.cpuUsage().user;
    for (const text of ['l'.repeat(20_000), 'your '.repeat(5_000), '我们'.repeat(10_000), '. '.repeat(20_000)])
      checkWording(lists, text, wordingScopes);
    // Microseconds of our own time: seconds would let one message stop a worker.
    expect(process.cpuUsage().user - started).toBeLessThan(3_000_000);
  });
});
