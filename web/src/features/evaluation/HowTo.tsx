// The commands that sit the exam, with this server's address and this release filled in.
import { Anchor, List, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Release } from '../../api/types';
import { CodeBlock } from '../../ui';

export function HowTo({ release }: { release: Release }) {
  const { t } = useTranslation('evaluation');
  const origin = window.location.origin;
  const key = release.public_key?.split('\n')[1] ?? 'KEY';
  const steps = [
    { key: 'token', code: 'export MEDAL_TOKEN=medal_…\nexport MEDAL_API_KEY=…' },
    { key: 'fetch', code: `curl -OJ -H "Authorization: Bearer $MEDAL_TOKEN" ${origin}/api/v1/releases/${release.id}/export.tar\ntar -xf medal-release.tar\nmedal release verify medal-release --public-key ${key}` },
    { key: 'sit', code: 'medal eval run medal-release --model openai:NAME --base-url https://your-endpoint/v1 -o run1' },
    { key: 'score', code: 'medal eval report run1 --release medal-release' },
    { key: 'submit', code: `medal eval submit run1 --server ${origin}` },
  ];
  return (
    <Stack component="section" gap="md" maw={820} aria-labelledby="how-to">
      <Title order={2} id="how-to">{t('howTo')}</Title>
      <Text className="medal-quiet">{t('howToLead')}</Text>
      <List type="ordered" spacing="md" listStyleType="decimal">
        {steps.map((step) => (
          <List.Item key={step.key} styles={{ itemWrapper: { display: 'block' }, itemLabel: { display: 'block' } }}>
            <Text fw={600}>{t(`step.${step.key}.title`)}</Text>
            <Text size="sm" className="medal-quiet" mb="xs">{t(`step.${step.key}.text`)} {step.key === 'token' && <Anchor component={Link} to="/account/tokens" size="sm" underline="always">{t('makeToken')}</Anchor>}</Text>
            <CodeBlock code={step.code} />
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}
