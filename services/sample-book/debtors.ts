/** A made-up customer: reserved domains and numbers only, so that nobody real is ever reached. */
export interface SampleDebtor {
  readonly number: string;
  readonly name: string;
  readonly country: string;
  readonly language: 'zh-CN' | 'en';
  readonly currencies: readonly [string, ...string[]];
  readonly grade: string;
  readonly motive: string;
  readonly relationship: string;
  readonly email: string;
  readonly phone: string;
  readonly address: string;
}

type Row = readonly [name: string, country: string, slug: string, address: string, grade: string, motive: string];

const chinese: readonly Row[] = [
  ['青岛海岳机械有限公司（示例）', 'CN', 'haiyue', '山东省青岛市示例路1号', 'A', ''],
  ['苏州工园电子有限公司（示例）', 'CN', 'gongyuan', '江苏省苏州市示例路2号', 'A', ''],
  ['成都锦城物流有限公司（示例）', 'CN', 'jincheng', '四川省成都市示例路3号', 'B', 'negligent'],
  ['广州珠江包装有限公司（示例）', 'CN', 'zhujiang', '广东省广州市示例路4号', 'B', ''],
  ['宁波东港贸易有限公司（示例）', 'CN', 'donggang', '浙江省宁波市示例路5号', 'B', 'pressured'],
  ['武汉楚天建材有限公司（示例）', 'CN', 'chutian', '湖北省武汉市示例路6号', 'C', 'pressured'],
  ['西安秦川仪器有限公司（示例）', 'CN', 'qinchuan', '陕西省西安市示例路7号', 'C', 'malicious'],
  ['天津滨海化工有限公司（示例）', 'CN', 'binhai', '天津市示例路8号', '', ''],
  ['杭州西溪服饰有限公司（示例）', 'CN', 'xixi', '浙江省杭州市示例路9号', '', 'negligent'],
  ['长沙湘江食品有限公司（示例）', 'CN', 'xiangjiang', '湖南省长沙市示例路10号', 'A', ''],
];

const european: readonly Row[] = [
  ['Alder & Finch GmbH (sample)', 'DE', 'alder-finch', 'Beispielstrasse 1, 20095 Hamburg, Germany', 'A', ''],
  ['Birkdale Components SAS (sample)', 'FR', 'birkdale', '2 rue de l Exemple, 69002 Lyon, France', 'A', ''],
  [
    'Calder Marine B.V. (sample)',
    'NL',
    'calder-marine',
    'Voorbeeldkade 3, 3011 Rotterdam, Netherlands',
    'B',
    'negligent',
  ],
  ['Dovetail Interiors Ltd (sample)', 'IE', 'dovetail', '4 Sample Quay, Dublin 2, Ireland', 'B', ''],
  ['Elmstead Foods SpA (sample)', 'IT', 'elmstead', 'Via Esempio 5, 20121 Milano, Italy', 'B', 'pressured'],
  ['Fernhill Optics S.A. (sample)', 'ES', 'fernhill', 'Calle Ejemplo 6, 08001 Barcelona, Spain', 'C', 'pressured'],
  ['Garrick Tools Oy (sample)', 'FI', 'garrick', 'Esimerkkikatu 7, 00100 Helsinki, Finland', 'C', 'malicious'],
  ['Hollin Textiles Lda (sample)', 'PT', 'hollin', 'Rua do Exemplo 8, 4000 Porto, Portugal', '', ''],
  ['Ivybridge Pharma AG (sample)', 'AT', 'ivybridge', 'Musterplatz 9, 1010 Wien, Austria', '', ''],
  ['Jarrow Trading Europe Ltd (sample)', 'GB', 'jarrow', '10 Sample Street, London EC2A 1AA, United Kingdom', 'B', ''],
];

// Ranges that are reserved for fiction where a country has one (Ofcom: 020 7946 0000 to 0999); elsewhere numbers that no
// exchange assigns.
const phoneOf = (country: string, index: number): string =>
  country === 'CN' ? `+86 10 0000 ${1000 + index}` : `+44 20 7946 0${100 + index}`;

function debtorOf([name, country, slug, address, grade, motive]: Row, index: number): SampleDebtor {
  const isChinese = country === 'CN';
  return {
    number: `S-${String(index + 1).padStart(4, '0')}`,
    name,
    country,
    language: isChinese ? 'zh-CN' : 'en',
    // The last one buys from two of our houses: one debtor, two currencies (R15).
    currencies: index === 19 ? ['EUR', 'CNY'] : [isChinese ? 'CNY' : 'EUR'],
    grade,
    motive,
    relationship: index % 5 === 0 ? 'strategic' : '',
    // One debtor without e-mail and one without any address: the gaps that every real book has (K1).
    email: index === 8 || index === 17 ? '' : `accounts@${slug}.example.com`,
    phone: index === 17 ? '' : phoneOf(country, index),
    address: index === 17 ? '' : address,
  };
}

/** The twenty customers of the sample book. */
export const sampleDebtors: readonly SampleDebtor[] = [...chinese, ...european].map(debtorOf);
