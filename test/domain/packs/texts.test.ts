import { isoDate } from '../../../domain/time';
import type { PolicyPack } from '../../../services/policy-packs';
import { renderMessage } from '../../../services/render/message';
import { sampleFacts } from '../../../services/render/sample-facts';
import { aPack } from './a-pack';

type Form = 'email' | 'sms' | 'letter';

/** A template of the pack with everything that a case may know. */
function textOf({ templates }: PolicyPack, template: string, channel: Form, language = 'zh-CN'): string {
  const facts = sampleFacts(language, {
    payBy: isoDate('2026-07-16'),
    announcedLegalDate: isoDate('2026-08-21'),
    offer: { percent: 50, until: isoDate('2026-07-19') },
    interest: { dailyRate: '0.0005', claimed: true },
  }).at(-1);
  if (facts === undefined) throw new Error(`No sample facts for ${language}`);
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
