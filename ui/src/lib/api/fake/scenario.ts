import type { Language } from '../bindings';

const KEY = 'saifu.fake';

/** `?fake=welcome,slow` chooses what the stand-in plays; it lasts for the tab. */
function chosen(): string[] {
	const asked = new URLSearchParams(location.search).get('fake');
	if (asked !== null) sessionStorage.setItem(KEY, asked);
	return (sessionStorage.getItem(KEY) ?? '').split(',');
}

const names = chosen();

export const scenario = {
	is: (name: string) => names.includes(name),
	get language(): Language {
		return localStorage.getItem('saifu.language') === 'en' ? 'en' : 'ja';
	}
};
