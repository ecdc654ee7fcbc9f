// What a campaign asks of its contributors and reviewers: rubric, policies, quotas, taxonomy.
import { Accordion, Anchor, Badge, Group, List, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Campaign } from '../../api/types';
import { useTranslated } from '../../ui';

export function Rubric({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaign');
  const text = useTranslated();
  return (
    <Stack gap="sm">
      <Text className="medal-quiet">{t('rubricLead')}</Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
        {campaign.rubric.criteria.map((criterion) => (
          <div key={criterion.key}>
            <Group gap="xs"><Text fw={600}>{text(criterion.label)}</Text><Text size="sm" className="medal-quiet">{criterion.lowest}–{criterion.highest}</Text></Group>
            <Text size="sm" className="medal-quiet">{text(criterion.help)}</Text>
          </div>
        ))}
      </SimpleGrid>
    </Stack>
  );
}

export function Policy({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaign');
  const text = useTranslated();
  const { policy } = campaign;
  return (
    <Stack gap="md">
      <List spacing="xs">
        <List.Item>{t('minReviews', { count: policy.min_reviews })}</List.Item>
        <List.Item>{policy.four_eyes ? t('fourEyes') : t('twoEyes')}</List.Item>
        <List.Item>{t('licences')} {policy.licences.join(', ')}</List.Item>
      </List>
      {policy.consent_statements.length > 0 && (
        <div>
          <Title order={3} mb="xs">{t('consent')}</Title>
          <List type="ordered" spacing="xs">{policy.consent_statements.map((one) => <List.Item key={one.key}>{text(one.text)}</List.Item>)}</List>
        </div>
      )}
      {campaign.quotas.length > 0 && <Quotas campaign={campaign} />}
    </Stack>
  );
}

function Quotas({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaign');
  const text = useTranslated();
  const axisOf = (key: string) => campaign.taxonomy.axes.find((axis) => axis.key === key);
  return (
    <div>
      <Title order={3} mb="xs">{t('quotas')}</Title>
      <Table maw={640}>
        <Table.Thead><Table.Tr><Table.Th>{t('axis')}</Table.Th><Table.Th>{t('term')}</Table.Th><Table.Th ta="right">{t('minimum')}</Table.Th><Table.Th ta="right">{t('maximum')}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {campaign.quotas.map((quota) => (
            <Table.Tr key={`${quota.axis}:${quota.term}`}>
              <Table.Td>{text(axisOf(quota.axis)?.label) || quota.axis}</Table.Td>
              <Table.Td>{text(axisOf(quota.axis)?.terms.find((term) => term.key === quota.term)?.label) || quota.term}</Table.Td>
              <Table.Td ta="right">{quota.minimum}</Table.Td>
              <Table.Td ta="right">{quota.maximum ?? '–'}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** Where a code can be looked up; SNOMED CT and RadLex have browsers, DICOM a table. */
function codeAddress(system: string, code: string): string | undefined {
  if (system === 'RADLEX') return `https://radlex.org/RID/${encodeURIComponent(code)}`;
  if (system === 'SCT') return `https://browser.ihtsdotools.org/?perspective=full&conceptId1=${encodeURIComponent(code)}`;
  return system === 'DCM' ? 'https://dicom.nema.org/medical/dicom/current/output/chtml/part16/sect_CID_29.html' : undefined;
}

export function TaxonomyView({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaign');
  const text = useTranslated();
  return (
    <Accordion variant="separated" multiple order={3}>
      {campaign.taxonomy.axes.map((axis) => (
        <Accordion.Item key={axis.key} value={axis.key}>
          <Accordion.Control>
            <Group gap="xs"><Text fw={600}>{text(axis.label)}</Text><Text size="sm" className="medal-quiet">{t('terms', { count: axis.terms.length })}</Text>{axis.required && <Badge variant="light" tt="none">{t('required')}</Badge>}</Group>
          </Accordion.Control>
          <Accordion.Panel>
            <Table>
              <Table.Thead><Table.Tr><Table.Th>{t('term')}</Table.Th><Table.Th>{t('key')}</Table.Th><Table.Th>{t('codes')}</Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>
                {axis.terms.map((term) => (
                  <Table.Tr key={term.key}>
                    <Table.Td>{text(term.label)}</Table.Td><Table.Td>{term.key}</Table.Td>
                    <Table.Td><Group gap="xs">{term.codes.map((code) => <Anchor key={code.system + code.code} size="sm" href={codeAddress(code.system, code.code)} target="_blank" rel="noreferrer">{code.system} {code.code}</Anchor>)}</Group></Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}
