import { ActionIcon, Button, Group, Menu, SegmentedControl, Tooltip } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './icons';
import type { ViewerCommand } from './keys';
import type { Orientation } from './orientation';
import type { ViewerTool } from './types';
import classes from './viewer.module.css';
import type { WindowPreset } from './windows';

interface Props {
  tool: ViewerTool;
  tools: ViewerTool[];
  presets: WindowPreset[];
  isInverted: boolean;
  orientation: Orientation;
  isFull: boolean;
  canBeFull: boolean;
  onTool: (tool: ViewerTool) => void;
  onPreset: (preset: WindowPreset) => void;
  onCommand: (command: ViewerCommand) => void;
}

interface SignProps {
  label: string;
  sign: React.ReactNode;
  isPressed?: boolean;
  onClick: () => void;
}

function Sign({ label, sign, isPressed, onClick }: SignProps) {
  return (
    <Tooltip label={label} withinPortal={false}>
      <ActionIcon variant={isPressed ? 'filled' : 'default'} size="md" aria-label={label} aria-pressed={isPressed} onClick={onClick}>
        {typeof sign === 'string' ? <span aria-hidden="true">{sign}</span> : sign}
      </ActionIcon>
    </Tooltip>
  );
}

function Presets({ presets, onPreset }: Pick<Props, 'presets' | 'onPreset'>) {
  const { t } = useTranslation('viewer');
  if (presets.length === 0) return null;
  return (
    <Menu position="bottom-start" withinPortal={false} floatingStrategy="fixed">
      <Menu.Target>
        <Button variant="default" size="compact-sm">
          {t('presets')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {presets.map((preset, index) => (
          <Menu.Item key={index} onClick={() => onPreset(preset)}>
            {t(`preset_${preset.name}`, { defaultValue: preset.name || t('preset_file') })} ({preset.center} / {preset.width})
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Not drawn again while only the slice changes. */
export const Toolbar = memo(function Toolbar(props: Props) {
  const { t } = useTranslation('viewer');
  return (
    <Group gap="xs" role="toolbar" aria-label={t('toolbar')}>
      <SegmentedControl
        size="xs"
        aria-label={t('tool')}
        value={props.tool}
        onChange={(value) => props.onTool(value as ViewerTool)}
        data={props.tools.map((tool) => ({ value: tool, label: t(`tool_${tool}`) }))}
      />
      <Presets presets={props.presets} onPreset={props.onPreset} />
      <Group gap={4} className={classes.signs}>
        <Sign label={t('zoom_in')} sign="+" onClick={() => props.onCommand('zoom_in')} />
        <Sign label={t('zoom_out')} sign="−" onClick={() => props.onCommand('zoom_out')} />
        <Sign label={t('invert')} sign={<Icon name="invert" />} isPressed={props.isInverted} onClick={() => props.onCommand('invert')} />
        <Sign label={t('key_flip_across')} sign={<Icon name="across" />} isPressed={props.orientation.isMirrored} onClick={() => props.onCommand('flip_across')} />
        <Sign label={t('key_flip_down')} sign={<Icon name="down" />} onClick={() => props.onCommand('flip_down')} />
        <Sign label={t('key_turn')} sign={<Icon name="turn" />} onClick={() => props.onCommand('turn')} />
        {props.canBeFull ? <Sign label={t('key_full')} sign={<Icon name="full" />} isPressed={props.isFull} onClick={() => props.onCommand('full')} /> : null}
        <Sign label={t('reset')} sign="↺" onClick={() => props.onCommand('reset')} />
        <Sign label={t('help')} sign="?" onClick={() => props.onCommand('help')} />
      </Group>
    </Group>
  );
});
