import { listen } from '@tauri-apps/api/event';
import type { ApprovalFinished, EventView, PinAnswered } from './bindings';

/** The events that the shell sends to the main window, and what they carry. */
export interface ShellEvents {
	'wallet-event': EventView;
	'approval-finished': ApprovalFinished;
	'open-path': string;
	/** A link brought a gift code, which `takeGift` answers. */
	'gift-brought': null;
	/** A link brought the code of a join, which `takeJoin` answers. */
	'join-brought': null;
	/** The wallet locked itself. */
	locked: null;
	/** How a question for the PIN ended. */
	'pin-answered': PinAnswered;
	/** The shopper is back from the page of a card's bank. */
	'card-returned': null;
}

export type Unsubscribe = () => void;

export type Listen = <Name extends keyof ShellEvents>(
	name: Name,
	handle: (payload: ShellEvents[Name]) => void
) => Promise<Unsubscribe>;

export const listenToShell: Listen = (name, handle) =>
	listen<ShellEvents[typeof name]>(name, (event) => handle(event.payload));
