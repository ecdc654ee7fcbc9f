import { useTranslation } from 'react-i18next';
import { wordingOf } from './server_text';

/** What the server says of a finding or a check. */
export function ServerText({ code, text }: { code?: string; text: string }) {
  const { i18n } = useTranslation('findings');
  if (i18n.language === 'en') return <>{text}</>;
  const sentenceOf = (one: string) => {
    const found: unknown = i18n.getResource(i18n.language, 'findings', one);
    return typeof found === 'string' ? found : undefined;
  };
  const { sentence, original } = wordingOf(code, text, sentenceOf);
  return (
    <>
      {sentence}
      {sentence && original ? ' ' : null}
      {original ? <span lang="en">{original}</span> : null}
    </>
  );
}
