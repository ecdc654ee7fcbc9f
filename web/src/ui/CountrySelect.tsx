import { Select } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { COUNTRIES } from './countries';

export function CountrySelect({ label, value, error, onChange }: { label: string; value: string; error?: string; onChange: (code: string) => void }) {
  const { i18n } = useTranslation();
  const data = useMemo(() => {
    const names = new Intl.DisplayNames([i18n.language], { type: 'region' });
    return COUNTRIES.map((code) => ({ value: code, label: names.of(code) ?? code })).sort((a, b) => a.label.localeCompare(b.label, i18n.language));
  }, [i18n.language]);
  return <Select required searchable name="country" label={label} data={data} value={value || null} error={error} autoComplete="country" onChange={(code) => onChange(code ?? '')} />;
}
