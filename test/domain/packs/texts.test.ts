import type { CustomerType } from '../../../domain/portfolio/customer-type';
import { isoDate } from '../../../domain/time';
import type { PolicyPack } from '../../../services/policy-packs';
import { renderMessage } from '../../../services/render/message';
import { sampleFacts } from '../../../services/render/sample-facts';
import { aPack, planOf } from './a-pack';

type Form = 'email' | 'sms' | 'letter' | 'call';

/** A template of the pack with everything that a case may know. */
function textOf(
  { templates }: PolicyPack,
  template: string,
  channel: Form,
  language = 'zh-CN',
  customerType: CustomerType | null = null,
): string {
  const fullest = sampleFacts(language, {
    payBy: isoDate('2026-07-16'),
    announcedLegalDate: isoDate('2026-08-21'),
    offer: { percent: 50, until: isoDate('2026-07-19') },
    interest: { dailyRate: '0.0005', claimed: true },
  }).at(-1);
  if (fullest === undefined) throw new Error(`No sample facts for ${language}`);
  const facts = channel === 'call' ? { ...fullest, customerType } : fullest;
  const { subject = '', text } = renderMessage({ templates, template, channel, language, facts });
  return `${subject}\n${text}`;
}

/** Positions of the parts in the text, which must all be there. */
function positionsOf(text: string, parts: readonly string[]): readonly number[] {
  for (const part of parts) expect(text).toContain(part);
  return parts.map((part) => text.indexOf(part));
}

const ascending = (positions: readonly number[]) => [...positions].sort((a, b) => a - b);

describe('the words of seed-000', () => {
  it('[S53] smile in the friendly SMS', async () => {
    const pack = await aPack('seed-000');
    expect(textOf(pack, 'friendly', 'sms')).toContain('😊');
    expect(textOf(pack, 'friendly', 'sms', 'en')).toContain(':-)');
  });

  it('[S190][S91][S191] say in the bill until when to pay, how interest is counted and where to pay', async () => {
    const text = textOf(await aPack('seed-000'), 'e-bill', 'email');
    for (const part of ['付款截止日期：2026年7月6日', '每日0.05% × 逾期天数', 'https://']) expect(text).toContain(part);
  });

  it('[S56][X1] announce the computed date and never "30 days"', async () => {
    const text = textOf(await aPack('seed-000'), 'sealed-letter', 'letter');
    expect(text).toContain('时间不早于2026年8月21日');
    expect(text).not.toMatch(/30\s*天/);
  });

  it('[S376] understand first and name the date and what follows after', async () => {
    const text = textOf(await aPack('seed-000'), 'sealed-letter-long-term', 'letter');
    const positions = positionsOf(text, ['我们理解', '2026年7月16日安排付款', '时间不早于']);
    expect(positions).toEqual(ascending(positions));
  });
});

describe('the words of seed-001', () => {
  it('[S34][S51] ask about the product first and the invoice second, without the word for dunning', async () => {
    const text = textOf(await aPack('seed-001'), 'service-message', 'sms');
    expect(text).not.toContain('催');
    const positions = positionsOf(text, ['使用是否顺利', '财务收到了吗']);
    expect(positions).toEqual(ascending(positions));
  });

  it('[S36] name the days in use and the day of dispatch', async () => {
    const text = textOf(await aPack('seed-001'), 'service-message', 'sms');
    expect(text).toContain('20天');
    expect(text).toContain('2026年6月15日寄出');
  });

  it('[S32] say that the invoice was sent and the amount is right', async () => {
    const text = textOf(await aPack('seed-001'), 'reconciliation', 'email');
    expect(text).toMatch(/发票已于.+寄出，金额经我司核对无误/);
  });

  it('[S38] invite to talk about the arrangement', async () => {
    expect(textOf(await aPack('seed-001'), 'statement', 'email')).toContain('如果有需要调整的地方，我们可以一起商量');
  });

  it('[S61][S88] state the interest of each day, the clause and what follows', async () => {
    const text = textOf(await aPack('seed-001'), 'compliance-letter', 'letter');
    for (const part of ['第7条', '每日0.05%', '人民币37.75元', '支付令或诉讼']) expect(text).toContain(part);
  });

  it('[S123] end the compliance letter with the offer of a plan', async () => {
    const text = textOf(await aPack('seed-001'), 'compliance-letter', 'letter');
    const positions = positionsOf(text, ['支付令或诉讼', '不如现在商量一个还款计划']);
    expect(positions).toEqual(ascending(positions));
  });
});

describe('the note of a present', () => {
  it.each(['standard', 'seed-000'])(
    '[S374] thanks, names the open sum and the month, and offers help: %s',
    async (name) => {
      const pack = await aPack(name);
      const care = planOf(pack).care ?? [];
      expect(care.filter(({ task }) => task === 'gift').map(({ template }) => template)).toEqual([
        'gift-note',
        'gift-note',
      ]);
      const text = textOf(pack, 'gift-note', 'call');
      const positions = positionsOf(text, ['感谢', '人民币75,500.50元', '7月内结清', '如有困难随时联系']);
      expect(positions).toEqual(ascending(positions));
      positionsOf(textOf(pack, 'gift-note', 'call', 'en'), ['thank you', 'CNY 75,500.50', 'July', 'difficult']);
    },
  );
});

describe('the scripts of calls', () => {
  it.each(['seed-001', 'standard'])(
    '[S40] ask before the due date for the caller’s own plan of receipts: %s',
    async (name) => {
      const pack = await aPack(name);
      expect(textOf(pack, 'monthly-plan', 'call')).toContain('我这边在做本月的回款计划');
      expect(textOf(pack, 'monthly-plan', 'call', 'en')).toContain('my own plan of this month');
    },
  );

  it('[S378] offer help with what may stand in the way', async () => {
    const text = textOf(await aPack('seed-001'), 'monthly-plan', 'call');
    for (const part of ['我现在就帮您协调', '发票没收到', '付款申请在流程里', '资金暂时周转不开'])
      expect(text).toContain(part);
  });

  it('[X8] say the due date where the document says tomorrow', async () => {
    for (const name of ['seed-001', 'standard']) {
      const text = textOf(await aPack(name), 'monthly-plan', 'call');
      expect(text).toContain('2026年7月6日到期');
      expect(text).not.toContain('明天');
    }
  });

  it.each([
    ['cooperation', '信用额度和账期'],
    ['shortOfCash', '分3期支付，首期付总额的30%'],
    ['delaying', '拖得越久，成本越高'],
    [null, '单据、流程还是资金'],
  ] as const)('[S316][S317] speak to the type of the customer, %s, and to no other', async (customerType, words) => {
    const others = ['信用额度和账期', '分3期支付，首期付总额的30%', '拖得越久，成本越高', '单据、流程还是资金'];
    for (const name of ['seed-001', 'standard']) {
      const text = textOf(await aPack(name), 'overdue-call', 'call', 'zh-CN', customerType);
      expect(others.filter((other) => text.includes(other))).toEqual([words]);
    }
  });

  it('[S66] understand first in the middle stage, then offer two or three ways', async () => {
    const text = textOf(await aPack('seed-002'), 'negotiation', 'call');
    const positions = positionsOf(text, ['合作一直很愉快', '理解贵公司', '方案一', '方案二', '方案三']);
    expect(positions).toEqual(ascending(positions));
    expect(text).not.toContain('方案四');
  });
});

describe('what every policy writes before the due date and in friendly words', () => {
  // What we can do, or what the other side can ask us for.
  const help: Readonly<Record<string, RegExp>> = {
    'zh-CN': /协助|帮|商量|补寄|随时(联系|告诉)|告诉(我|我们)|一起|回复.*(发|寄|处理|核对)|马上(核对|处理)/,
    en: /help|together|(reply|tell us|let us know).*(will|can|copy)|(we|I) (will|can) (send|check|work|look|see)|glad to/i,
  };
  it.each(['standard', 'seed-000', 'seed-001', 'seed-002', 'seed-003', 'seed-004'])(
    '[S378] offers help with it: %s',
    async (name) => {
      const pack = await aPack(name);
      const silent = pack.policy.steps.flatMap(({ template, tone, channel }) => {
        if (template === undefined || (tone !== 'service' && tone !== 'friendly')) return [];
        const form = channel === 'visit' ? 'call' : channel;
        if (form !== 'email' && form !== 'letter' && form !== 'call') return [];
        return Object.entries(help)
          .filter(([language, words]) => !words.test(textOf(pack, template, form, language)))
          .map(([language]) => `${template} ${language}`);
      });
      expect(silent).toEqual([]);
    },
  );
});

describe('the words of seed-002', () => {
  it('[S445][S446] let the system speak and offer help at first', async () => {
    const text = textOf(await aPack('seed-002'), 'confirm-and-assist', 'email');
    expect(text).toContain('系统显示');
    expect(text).toContain('我们可以协助');
    expect(text).not.toContain('催');
  });

  it('[S66][S384][S111] affirm the cooperation, then understand, then offer two or three ways', async () => {
    const text = textOf(await aPack('seed-002'), 'plan-options', 'email');
    const positions = positionsOf(text, ['合作一直很愉快', '理解贵公司', '方案一', '方案二', '方案三']);
    expect(positions).toEqual(ascending(positions));
    expect(text).not.toContain('方案四');
  });

  it('[S109] make the first way three instalments with 30 % at once', async () => {
    expect(textOf(await aPack('seed-002'), 'plan-options', 'email')).toMatch(/方案一：分3期支付，首期支付总额的30%/);
  });

  it('[S68][S112] put half this week and the rest in instalments before the date of the legal step', async () => {
    const text = textOf(await aPack('seed-002'), 'ultimatum', 'email');
    const positions = positionsOf(text, ['本周内支付50%', '自2026年8月21日起']);
    expect(positions).toEqual(ascending(positions));
  });
});

describe('the words of seed-004', () => {
  it('[S80][S388] set a deadline and say what paying is good for', async () => {
    const text = textOf(await aPack('seed-004'), 'deadline', 'sms');
    expect(text).toContain('最迟于2026年7月16日付款');
    expect(text).toContain('后续订单照常安排');
  });

  it('[S163][S168] press with four points in their order', async () => {
    const pack = await aPack('seed-004');
    for (const [language, points] of [
      ['zh-CN', ['一、合同约定', '二、合作前景', '三、商业信誉', '四、法律后果']],
      ['en', ['1. Our agreement', '2. Our cooperation', '3. Your standing', '4. The law']],
    ] as const) {
      const positions = positionsOf(textOf(pack, 'pressure-letter', 'letter', language), points);
      expect(positions).toEqual(ascending(positions));
    }
  });
});
