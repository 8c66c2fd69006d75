import { api, type EmailChangeView, type PinAnswered } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';
import { session } from './session.svelte';

const CODE_LENGTH = 6;

/** Another address: the PIN in its window, a code that goes to the new one, and a mail to the old one. */
export class EmailChange {
	email = $state('');
	code = $state('');
	waiting = $state.raw<EmailChangeView | null>(null);
	done = $state(false);
	readonly asking = new Action();
	readonly confirming = new Action();

	/** The PIN's window says what it is for. */
	ask = (): Promise<boolean> =>
		this.asking.run(async () => void (await api.askPin({ kind: 'changeEmail', email: this.email.trim() })));

	answered = ({ purpose, done }: PinAnswered): void => {
		if (!done || purpose.kind !== 'changeEmail') return;
		void this.asking.run(async () => {
			this.waiting = await api.emailChange();
		});
	};

	/** A whole code is checked at once. */
	typeCode = (text: string): void => {
		this.code = text.normalize('NFKC').replace(/\D/g, '').slice(0, CODE_LENGTH);
		if (this.code.length === CODE_LENGTH) void this.confirm();
	};

	confirm = async (): Promise<void> => {
		this.done = await this.confirming.run(async () => void (await api.confirmEmailChange(this.code)));
		this.code = '';
		if (this.done) await session.load();
	};

	/** Another address. */
	restart = (): void => {
		this.waiting = null;
		this.confirming.clear();
	};
}
