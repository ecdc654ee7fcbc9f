import { Badge, Group } from '@mantine/core';
import type { Campaign } from '../../api/types';
import { useTranslated } from '../../ui';

/** Chosen terms by their names; a term that the taxonomy no longer has is shown by its key. */
export function TermBadges({ terms, campaign }: { terms: Record<string, string[]>; campaign?: Campaign }) {
  const text = useTranslated();
  const chosen = Object.entries(terms).flatMap(([axis, keys]) => keys.map((key) => ({ axis, key })));
  if (chosen.length === 0) return null;
  const nameOf = (axis: string, key: string) => text(campaign?.taxonomy.axes.find((one) => one.key === axis)?.terms.find((term) => term.key === key)?.label) || key;
  return (
    <Group gap={6}>
      {chosen.map(({ axis, key }) => <Badge key={`${axis}:${key}`} variant="light" color="gray" tt="none" fw={500}>{nameOf(axis, key)}</Badge>)}
    </Group>
  );
}
