import i18n from 'i18next';
import { initReactI18next } from 'react-i18next';

const files = import.meta.glob<Record<string, unknown>>('../i18n/*/*.json', { eager: true, import: 'default' });
const resources: Record<string, Record<string, Record<string, unknown>>> = {};
for (const [path, catalogue] of Object.entries(files)) {
  const [, language, namespace] = /i18n\/(\w+)\/(\w+)\.json$/.exec(path) ?? [];
  if (language && namespace) (resources[language] ??= {})[namespace] = catalogue;
}

const stored = localStorage.getItem('medal-language');
const wanted = stored ?? (navigator.language.startsWith('de') ? 'de' : 'en');
void i18n.use(initReactI18next).init({
  resources, lng: wanted, fallbackLng: 'en', defaultNS: 'common', interpolation: { escapeValue: false },
});
document.documentElement.lang = wanted;

export function setLanguage(language: string): void {
  localStorage.setItem('medal-language', language);
  document.documentElement.lang = language;
  void i18n.changeLanguage(language);
}
