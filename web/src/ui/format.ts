// Numbers, dates, sizes and countries as the reader's language writes them.
import { useTranslation } from 'react-i18next';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** "3.4 MB": decimal units, as file managers and drives count. */
export function sizeText(bytes: number, language: string): string {
  const step = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  return new Intl.NumberFormat(language, { style: 'unit', unit: UNITS[step], maximumFractionDigits: step === 0 ? 0 : 1 }).format(bytes / 1000 ** step);
}

/** The region names of a code; the code itself where the browser knows none. */
export function countryText(code: string, language: string): string {
  try {
    return new Intl.DisplayNames([language], { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** English is written the British way: days before months. */
const localeOf = (language: string): string => (language === 'en' ? 'en-GB' : language);

export function useFormat() {
  const { i18n } = useTranslation();
  const locale = localeOf(i18n.language);
  return {
    date: (at: string) => new Date(at).toLocaleDateString(locale, { day: 'numeric', month: 'short', year: 'numeric' }),
    dateTime: (at: string) => new Date(at).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' }),
    number: (value: number) => value.toLocaleString(locale),
    percent: (share: number, digits = 0) => share.toLocaleString(locale, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits }),
    size: (bytes: number) => sizeText(bytes, locale),
    country: (code: string) => countryText(code, locale),
  };
}
