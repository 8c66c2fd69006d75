import { Channel } from '@tauri-apps/api/core';
import { commands } from './bindings';
import { listenToShell, type Listen, type ShellEvents, type Unsubscribe } from './events';
import { Refusal, refusalOf } from './refusal';

export type * from './bindings';
export type { Unsubscribe } from './events';
export { Refusal, refusalOf } from './refusal';

export type Commands = typeof commands;

interface Backend {
	commands: Commands;
	listen: Listen;
	/** What a command tells while it runs. */
	channel: <T>(handle: (message: T) => void) => Channel<T>;
}

/** The shell, or in `--mode fake` a stand-in. The condition is constant: a release holds no stand-in. */
async function connect(): Promise<Backend> {
	if (import.meta.env.MODE === 'fake') return import('./fake');
	return { commands, listen: listenToShell, channel: (handle) => new Channel(handle) };
}

let backend: Promise<Backend> | undefined;
const connected = () => (backend ??= connect());

type Command = (...args: unknown[]) => Promise<unknown>;

function guarded(name: keyof Commands): Command {
	return async (...args) => {
		const command = (await connected()).commands[name] as Command;
		try {
			return await command(...args);
		} catch (cause) {
			throw new Refusal(refusalOf(cause));
		}
	};
}

/** Every command of the shell; what goes wrong is thrown as a `Refusal`. */
export const api = Object.fromEntries(
	Object.keys(commands).map((name) => [name, guarded(name as keyof Commands)])
) as Commands;

/** For a command that tells something while it runs. */
export async function channel<T>(handle: (message: T) => void): Promise<Channel<T>> {
	return (await connected()).channel(handle);
}

function subscriber<Name extends keyof ShellEvents>(name: Name) {
	return (handle: (payload: ShellEvents[Name]) => void): Unsubscribe => {
		const listening = connected().then((shell) => shell.listen(name, handle));
		return () => void listening.then((stop) => stop());
	};
}

/** Something changed in the wallet. */
export const onWalletEvent = subscriber('wallet-event');
/** The approval window closed with a result. */
export const onApprovalFinished = subscriber('approval-finished');
/** The shell asks the main window to show a route. */
export const onOpenPath = subscriber('open-path');
/** A link brought a gift code. */
export const onGiftBrought = subscriber('gift-brought');
/** A link brought the code of a join. */
export const onJoinBrought = subscriber('join-brought');
/** The wallet locked itself. */
export const onLocked = subscriber('locked');
/** A question for the PIN ended. */
export const onPinAnswered = subscriber('pin-answered');
/** The shopper is back from the page of a card's bank. */
export const onCardReturned = subscriber('card-returned');
