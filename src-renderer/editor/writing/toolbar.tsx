import type { EditorView } from '@codemirror/view';
import { Heading, type LucideIcon, Table } from 'lucide-react';
import { Toolbar as Primitive } from 'radix-ui';
import { Fragment, type ReactNode, useRef } from 'react';
import { IconButton } from '../../ui/button.tsx';
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx';
import { commandIcons } from './command-icons.ts';
import './toolbar.css';
import {
  type WritingCommand,
  type WritingCommandId,
  writingCommand,
  writingCommands,
} from './writing-commands.ts';

const groups: readonly (readonly WritingCommandId[])[] = [
  ['bold', 'italic', 'strike', 'code', 'link'],
  ['bullet-list', 'ordered-list', 'task-list', 'quote', 'code-block'],
  ['add-picture', 'footnote', 'rule'],
];

/** The writing commands as one row of pictures. One stop of Tab; arrows go through it. */
export function WritingToolbar({ view }: { view: EditorView }) {
  const chosen = useRef(false);
  const run = (command: WritingCommand) => {
    command.run(view);
    view.focus();
  };
  const choose = (command: WritingCommand) => {
    command.run(view);
    chosen.current = true;
  };
  const toText = () => {
    if (!chosen.current) return false;
    chosen.current = false;
    view.focus();
    return true;
  };
  return (
    <Primitive.Root className="writing-toolbar" aria-label="Formatting">
      <MenuButton icon={Heading} label="Headings" onClosed={toText}>
        <CommandItems group="heading" onRun={choose} />
      </MenuButton>
      {groups.map((ids) => (
        <Fragment key={ids[0]}>
          <Primitive.Separator className="writing-toolbar-line" />
          {ids.map((id) => (
            <CommandButton key={id} command={writingCommand(id)} onRun={run} />
          ))}
        </Fragment>
      ))}
      <Primitive.Separator className="writing-toolbar-line" />
      <MenuButton icon={Table} label="Table" onClosed={toText}>
        <MenuItem icon={commandIcons.table} onSelect={() => choose(writingCommand('table'))}>
          New table
        </MenuItem>
        <MenuLine />
        <CommandItems group="table" onRun={choose} />
      </MenuButton>
    </Primitive.Root>
  );
}

interface CommandButtonProps {
  command: WritingCommand;
  onRun(command: WritingCommand): void;
}

function CommandButton({ command, onRun }: CommandButtonProps) {
  return (
    <Primitive.Button asChild onClick={() => onRun(command)}>
      <IconButton
        icon={commandIcons[command.id as WritingCommandId]}
        label={command.words}
        keys={command.keys}
        onMouseDown={keepFocus}
      />
    </Primitive.Button>
  );
}

interface MenuButtonProps {
  icon: LucideIcon;
  label: string;
  onClosed(): boolean;
  children: ReactNode;
}

function MenuButton({ icon, label, onClosed, children }: MenuButtonProps) {
  return (
    <Menu
      onClosed={onClosed}
      trigger={
        <Primitive.Button asChild>
          <IconButton icon={icon} label={label} />
        </Primitive.Button>
      }
    >
      {children}
    </Menu>
  );
}

function CommandItems({
  group,
  onRun,
}: {
  group: WritingCommand['group'];
  onRun: CommandButtonProps['onRun'];
}) {
  return (writingCommands as readonly WritingCommand[])
    .filter((command) => command.group === group)
    .map((command) => (
      <MenuItem
        key={command.id}
        icon={commandIcons[command.id as WritingCommandId]}
        {...(command.keys && { keys: command.keys })}
        onSelect={() => onRun(command)}
      >
        {command.words.replace(/^Table: /, '').replace(/^./, (letter) => letter.toUpperCase())}
      </MenuItem>
    ));
}

/** A press of the mouse leaves the focus, and with it the selection, in the text. */
function keepFocus(event: { preventDefault(): void }): void {
  event.preventDefault();
}
