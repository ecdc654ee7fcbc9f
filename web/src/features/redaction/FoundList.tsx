// What a search found on this image: cover it, or say in one's own name that it hides nothing.
import { Alert, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ReasonDialog } from '../../ui';
import { isCovered, type Size, type Subject } from './regions';
import type { Found } from './types';
import type { Editor } from './useEditor';
import classes from './redaction.module.css';

interface Props {
  subject: Subject;
  found: Found[];
  /** Said where nothing was found. */
  nothing: string;
  editor: Editor;
  size: Size;
  goTo: (frame: number) => void;
  onDismiss: (boxes: Found[], reason: string) => Promise<unknown>;
}

function Fate({ box, isCovered: isUnder }: { box: Found; isCovered: boolean }) {
  const { t } = useTranslation('redaction');
  if (box.isPainted) return <Badge variant="default">{t('is_painted')}</Badge>;
  if (box.dismissedBy) return <Text size="xs">{t('is_dismissed', { name: box.dismissedBy })}</Text>;
  return isUnder ? <Badge variant="default">{t('is_covered')}</Badge> : null;
}

function Entry({ box, editor, size, goTo, onAsk }: Omit<Props, 'found' | 'nothing' | 'subject' | 'onDismiss'> & { box: Found; onAsk: (boxes: Found[]) => void }) {
  const { t } = useTranslation('redaction');
  const isUnder = isCovered(box, editor.regions);
  const isOpen = !box.isPainted && !box.dismissedBy && !isUnder;
  return (
    <li className={classes.entry}>
      <Group justify="space-between" gap="xs">
        <Text size="sm">
          {t(`class_${box.textClass ?? box.subject}`)} · {t('sure', { percent: Math.round(100 * box.confidence) })}
        </Text>
        {size.frames > 1 ? (
          <Button variant="subtle" size="compact-xs" onClick={() => goTo(box.frame)}>
            {t('show_frame', { frame: box.frame + 1 })}
          </Button>
        ) : null}
        <Fate box={box} isCovered={isUnder} />
      </Group>
      {isOpen ? (
        <Group gap="xs" mt={6}>
          <Button size="compact-sm" variant="light" onClick={() => editor.cover(box)}>
            {t('cover')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => onAsk([box])}>
            {t('dismiss')}
          </Button>
        </Group>
      ) : null}
    </li>
  );
}

export function FoundList({ subject, found, nothing, editor, size, goTo, onDismiss }: Props) {
  const { t } = useTranslation('redaction');
  const [asked, setAsked] = useState<Found[]>([]);
  const [isAsking, setAsking] = useState(false);
  const mine = found.filter((box) => box.subject === subject);
  const open = mine.filter((box) => !box.isPainted && !box.dismissedBy && !isCovered(box, editor.regions));
  const ask = (boxes: Found[]) => {
    setAsked(boxes);
    setAsking(true);
  };
  if (mine.length === 0) return <Text size="sm" className="medal-quiet">{nothing}</Text>;
  return (
    <Stack gap="xs">
      {open.length > 0 ? <Alert color="yellow" py="xs">{t('open_found', { count: open.length })}</Alert> : null}
      {open.length > 1 ? (
        <Group gap="xs">
          <Button size="compact-sm" onClick={() => editor.coverAll(open)}>{t('cover_all')}</Button>
          <Button size="compact-sm" variant="default" onClick={() => ask(open)}>{t('dismiss_all')}</Button>
        </Group>
      ) : null}
      <Stack component="ul" gap="xs" m={0} p={0} mah={320} style={{ overflowY: 'auto' }} tabIndex={0} aria-label={t(`found_${subject}`)}>
        {mine.map((box) => (
          <Entry key={box.key} box={box} editor={editor} size={size} goTo={goTo} onAsk={ask} />
        ))}
      </Stack>
      <ReasonDialog isOpen={isAsking} title={t('dismiss_title', { count: asked.length })} text={t('dismiss_text')} confirm={t('dismiss')} least={1} onClose={() => setAsking(false)} onReason={(reason) => onDismiss(asked, reason)} />
    </Stack>
  );
}
