/** What follows from a country when the file does not say better. */
export interface CountryDefaults {
  readonly zone: string;
  readonly callingCode: string;
  readonly language: 'zh-CN' | 'en';
}

const country = (zone: string, callingCode: string, language: 'zh-CN' | 'en' = 'en'): CountryDefaults => ({
  zone,
  callingCode,
  language,
});

// Where a country has several zones, that of its largest business centre.
const countries: Readonly<Record<string, CountryDefaults>> = {
  AE: country('Asia/Dubai', '971'),
  AT: country('Europe/Vienna', '43'),
  AU: country('Australia/Sydney', '61'),
  BE: country('Europe/Brussels', '32'),
  BR: country('America/Sao_Paulo', '55'),
  CA: country('America/Toronto', '1'),
  CH: country('Europe/Zurich', '41'),
  CN: country('Asia/Shanghai', '86', 'zh-CN'),
  CZ: country('Europe/Prague', '420'),
  DE: country('Europe/Berlin', '49'),
  DK: country('Europe/Copenhagen', '45'),
  ES: country('Europe/Madrid', '34'),
  FI: country('Europe/Helsinki', '358'),
  FR: country('Europe/Paris', '33'),
  GB: country('Europe/London', '44'),
  HK: country('Asia/Hong_Kong', '852'),
  ID: country('Asia/Jakarta', '62'),
  IE: country('Europe/Dublin', '353'),
  IN: country('Asia/Kolkata', '91'),
  IT: country('Europe/Rome', '39'),
  JP: country('Asia/Tokyo', '81'),
  KR: country('Asia/Seoul', '82'),
  MX: country('America/Mexico_City', '52'),
  MY: country('Asia/Kuala_Lumpur', '60'),
  NL: country('Europe/Amsterdam', '31'),
  NO: country('Europe/Oslo', '47'),
  NZ: country('Pacific/Auckland', '64'),
  PL: country('Europe/Warsaw', '48'),
  PT: country('Europe/Lisbon', '351'),
  SE: country('Europe/Stockholm', '46'),
  SG: country('Asia/Singapore', '65'),
  TH: country('Asia/Bangkok', '66'),
  TR: country('Europe/Istanbul', '90'),
  TW: country('Asia/Taipei', '886'),
  US: country('America/New_York', '1'),
  VN: country('Asia/Ho_Chi_Minh', '84'),
  ZA: country('Africa/Johannesburg', '27'),
};

/** The defaults of an ISO 3166 two-letter country; undefined for one that the table lacks. */
export const countryDefaults = (code: string): CountryDefaults | undefined => countries[code.toUpperCase()];

/**
 * A phone number in international form (`+8613800138000`), or null when it is none. Spaces, brackets, dots and hyphens go;
 * `00` becomes `+`; a national number gets its country's calling code in place of the leading zero.
 */
export function normalisePhone(text: string, countryCode: string | undefined): string | null {
  const digits = text.replace(/[\s().-]/g, '').replace(/^00/, '+');
  const callingCode = countryCode === undefined ? undefined : countryDefaults(countryCode)?.callingCode;
  const full =
    digits.startsWith('+') || callingCode === undefined ? digits : `+${callingCode}${digits.replace(/^0/, '')}`;
  // ITU-T E.164: at most 15 digits.
  return /^\+?\d{5,15}$/.test(full) ? full : null;
}
