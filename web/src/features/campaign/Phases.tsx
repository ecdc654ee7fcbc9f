import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Phase } from '../../api/types';
import { useFormat } from '../../ui';
import { todayText, whenOf } from './phases';

export function Phases({ phases }: { phases: Phase[] }) {
  const { t } = useTranslation('campaign');
  const format = useFormat();
  const today = todayText(new Date());
  return (
    <ol className="medal-phases">
      {phases.map((phase) => {
        const when = whenOf(phase, today);
        return (
          <li key={phase.kind} className="medal-phase" data-when={when} aria-current={when === 'now' ? 'step' : undefined}>
            <Text fw={600}>{t(`phase.${phase.kind}`)}</Text>
            <Text size="sm" className="medal-quiet">{format.date(phase.opens_on)} – {format.date(phase.closes_on)}</Text>
            <Text size="sm" fw={when === 'now' ? 600 : undefined} className={when === 'now' ? undefined : 'medal-quiet'}>{t(`when.${when}`)}</Text>
          </li>
        );
      })}
    </ol>
  );
}
