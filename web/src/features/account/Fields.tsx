// A short form of named fields. What the server refuses is shown at the field it names, the rest above the button.
import { Button, Card, PasswordInput, Stack, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../api/client';
import { CountrySelect, ErrorPanel } from '../../ui';

export type Values = Record<string, string>;

const COMPLETE: Record<string, string> = { email: 'username', password: 'current-password', current: 'current-password', new_password: 'new-password', display_name: 'name', institution: 'organization' };
const PASSWORDS = new Set(['password', 'current', 'new_password']);

/** `new_password` is sent as `password`: two fields of one form that browsers must tell apart. */
const sentName = (name: string): string => (name === 'new_password' ? 'password' : name);

function Field({ name, label, value, error, onChange }: { name: string; label?: string; value: string; error?: string; onChange: (value: string) => void }) {
  const { t } = useTranslation('account');
  if (name === 'country') return <CountrySelect label={t('field.country')} value={value} onChange={onChange} />;
  const Input = PASSWORDS.has(name) ? PasswordInput : TextInput;
  return (
    <Input required name={sentName(name)} label={label ?? t(`field.${name}`)} description={t(`hint.${name}`, { defaultValue: '' })} error={error} type={name === 'email' ? 'email' : undefined}
      autoComplete={COMPLETE[name]} value={value} onChange={(event) => onChange(event.currentTarget.value)} />
  );
}

export function Fields({ names, labels = {}, initial = {}, submit, isBusy, error, isPlain = false, onSubmit, children }: {
  names: string[]; labels?: Record<string, string>; initial?: Values; submit: string; isBusy: boolean; error: unknown; isPlain?: boolean; onSubmit: (values: Values) => void; children?: ReactNode;
}) {
  const [values, setValues] = useState<Values>(initial);
  const problem = error instanceof ApiError ? error.problem : undefined;
  const faultOf = (name: string) => (problem?.field === `/${sentName(name)}` ? [problem.detail, problem.hint].filter(Boolean).join(' ') : undefined);
  const isAtField = names.some((name) => faultOf(name) !== undefined && name !== 'country');
  const send = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(Object.fromEntries(names.map((name) => [sentName(name), values[name] ?? ''])));
  };
  const body = (
    <Stack>
      {names.map((name) => <Field key={name} name={name} label={labels[name]} value={values[name] ?? ''} error={faultOf(name)} onChange={(value) => setValues({ ...values, [name]: value })} />)}
      {error !== null && error !== undefined && !isAtField && <ErrorPanel error={error} />}
      <Button type="submit" loading={isBusy} w={isPlain ? 'fit-content' : undefined}>{submit}</Button>
      {children}
    </Stack>
  );
  return isPlain ? <form onSubmit={send}>{body}</form> : <Card withBorder maw={460} padding="lg" component="form" onSubmit={send}>{body}</Card>;
}
