import { api, type LotView } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';

const GROUP = 4;

/** A gift code as it reads best: capitals in groups of four. */
export function readable(text: string): string {
	const plain = text
		.normalize('NFKC')
		.toUpperCase()
		.replace(/[^0-9A-Z]/g, '');
	return plain.match(new RegExp(`.{1,${GROUP}}`, 'g'))?.join('-') ?? '';
}

/** The form for a gift code. */
export class Redeem {
	code = $state('');
	lot = $state.raw<LotView | null>(null);
	pasteFailed = $state(false);
	readonly redeeming = new Action();

	type = (text: string): void => {
		// Deleting a hyphen must not put it back at once.
		const deleting = text.length < this.code.length;
		this.code = deleting ? text : readable(text);
		this.redeeming.clear();
	};

	paste = async (): Promise<void> => {
		try {
			this.type(await navigator.clipboard.readText());
		} catch {
			// The webview may keep the clipboard to itself; then the keyboard is the way.
			this.pasteFailed = true;
		}
	};

	submit = async (): Promise<void> => {
		const redeemed = await this.redeeming.run(async () => {
			this.lot = await api.redeemGift(this.code);
		});
		if (redeemed) this.code = '';
	};

	again = (): void => {
		this.lot = null;
	};
}
