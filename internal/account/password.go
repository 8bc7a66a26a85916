package account

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Limits of a password. Fifteen characters when it is the only factor (NIST SP 800-63B-4, 3.1.1.2; ASVS 5.0, 6.2.1),
// which with the throttle is more than the 50 bits of CNIL's délibération 2022-100, case 2. 256 bytes are 64 characters
// of any script (ASVS 5.0, 6.2.9). No kind of character is asked for (6.2.5), and none ever expires (6.2.10).
const (
	leastCharacters = 15
	mostBytes       = 256
	leastLeft       = 8 // characters that stay once what anybody guesses is taken away
)

// Rule names why a password is not taken.
type Rule string

// The rules.
const (
	Short      Rule = "short"
	Long       Rule = "long"
	Unreadable Rule = "unreadable" // it holds what nobody types
	Repeated   Rule = "repeated"   // a short pattern, over and over
	Digits     Rule = "digits"     // a number: of social security, of telephone, a date
	Guessable  Rule = "guessable"  // little is left without the words of its context
	Common     Rule = "common"     // little is left without what lists of passwords begin with
)

// Rules lists the rules.
func Rules() []Rule { return []Rule{Short, Long, Unreadable, Repeated, Digits, Guessable, Common} }

// WeakError refuses a password, and says by which rule, never with a part of it.
type WeakError struct{ Rule Rule }

// Error names the rule.
func (e *WeakError) Error() string { return "weak password: " + string(e.Rule) }

// Context is what anybody knows of an account: its words protect nothing (ASVS 5.0, 6.2.11).
type Context struct{ Project, Name string }

// judge refuses a password that is too short or too easy to guess.
func judge(password, login string, c Context) error {
	text := norm.NFC.String(password)
	switch n := utf8.RuneCountInString(text); {
	case !utf8.ValidString(text), strings.ContainsFunc(text, unicode.IsControl):
		return &WeakError{Unreadable}
	case n < leastCharacters:
		return &WeakError{Short}
	case len(text) > mostBytes:
		return &WeakError{Long}
	case strings.Trim(text, "0123456789 ./+-") == "":
		return &WeakError{Digits}
	case repeats(text):
		return &WeakError{Repeated}
	}
	about := contextual(login, c)
	for _, x := range []string{text, disguise().Replace(text)} {
		x = withoutRuns(strings.ToLower(x))
		if left(without(plain(x), commonWords()), x) < leastLeft {
			return &WeakError{Common}
		}
		if left(without(plain(x), slices.Concat(about, commonWords())), x) < leastLeft {
			return &WeakError{Guessable}
		}
	}
	return nil
}

// gone stands where something was taken away: what is around it makes no word.
const gone = "\x00"

// plain gives letters and digits alone, without capitals and accents; and where something was taken away.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r == 0 || unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKD.String(s))
}

// left counts the letters and digits that stay, and each other sign of the whole once.
func left(stays, whole string) int {
	signs := map[rune]bool{}
	for _, r := range whole {
		if r != 0 && !unicode.In(r, unicode.Letter, unicode.Digit, unicode.Mark, unicode.Space) {
			signs[r] = true
		}
	}
	return utf8.RuneCountInString(stays) - strings.Count(stays, gone) + len(signs)
}

// without takes words away, longest first, then years.
func without(s string, words []string) string {
	words = slices.Clone(words)
	slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
	for _, w := range words {
		s = strings.ReplaceAll(s, w, gone)
	}
	return regexp.MustCompile(`(19|20)\d\d`).ReplaceAllString(s, gone)
}

// repeats tells a pattern that is written over and over, or very few characters.
func repeats(s string) bool {
	kinds := map[rune]bool{}
	for _, r := range s {
		kinds[r] = true
	}
	text := []rune(plain(s))
	border := make([]int, len(text)) // the longest beginning that also ends the text so far
	for i, k := 1, 0; i < len(text); i++ {
		for k > 0 && text[i] != text[k] {
			k = border[k-1]
		}
		if text[i] == text[k] {
			k++
		}
		border[i] = k
	}
	const fewest = 5
	if len(kinds) < fewest || len(text) == 0 {
		return len(kinds) < fewest
	}
	period := len(text) - border[len(text)-1]
	return period < leastCharacters && period*2 <= len(text)
}

// rows are neighbours on keyboards of France and elsewhere, the alphabet, and figures.
func rows() []string {
	return []string{
		"azertyuiop", "qsdfghjklm", "wxcvbn", `&é"'(-è_çà)=`, "aqwzsxedcrfvtgbyhnuj",
		"qwertyuiop", "asdfghjkl", "zxcvbnm", "!@#$%^&*()_+", "1qaz2wsx3edc4rfv5tgb6yhn", "1aqw2zsx3edc4rfv5tgb6yhn",
		"qwertzuiop", "abcdefghijklmnopqrstuvwxyz", "01234567890",
	}
}

// shortestRun is how many neighbours in a row make a run.
const shortestRun = 4

// withoutRuns takes runs of neighbours away, in either direction, and what is typed three times and more.
func withoutRuns(s string) string {
	text := []rune(s)
	follows := map[[2]rune]map[int]bool{} // which rows go from one to the other
	for i, row := range rows() {
		r := []rune(row)
		for k := range len(r) - 1 {
			for way, pair := range [][2]rune{{r[k], r[k+1]}, {r[k+1], r[k]}} {
				if follows[pair] == nil {
					follows[pair] = map[int]bool{}
				}
				follows[pair][2*i+way] = true
			}
		}
	}
	var out []rune
	for at := 0; at < len(text); {
		end := at + 1
		for end < len(text) && text[end] == text[at] {
			end++
		}
		if end-at < shortestRun-1 {
			end = max(end, runFrom(text, at, follows))
		}
		if n := end - at; n >= shortestRun || n == shortestRun-1 && text[at] == text[at+1] {
			out = append(out, 0)
		} else {
			out, end = append(out, text[at]), at+1
		}
		at = end
	}
	return string(out)
}

// runFrom gives the end of the longest run that begins at a place.
func runFrom(text []rune, at int, follows map[[2]rune]map[int]bool) int {
	longest := at + 1
	if longest >= len(text) {
		return longest
	}
	for row := range follows[[2]rune{text[at], text[at+1]}] {
		end := at + 1
		for end < len(text) && follows[[2]rune{text[end-1], text[end]}][row] {
			end++
		}
		longest = max(longest, end)
	}
	return longest
}

// disguise undoes what is put for letters.
func disguise() *strings.Replacer {
	return strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "€", "e")
}

// contextual lists the words of a context.
func contextual(login string, c Context) (words []string) {
	const shortest = 3
	for _, said := range []string{login, c.Project, c.Name} {
		parts := strings.FieldsFunc(said, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		for _, w := range append(parts, said) {
			if w = plain(w); utf8.RuneCountInString(w) >= shortest {
				words = append(words, w)
			}
		}
	}
	return append(words, "recette", "campagne", "testeur", "procesverbal")
}

// commonWords lists words that lists of passwords begin with, in French and in English, as plain writes them.
func commonWords() []string {
	return strings.Fields(`
motdepasse motdepass mdp password passwords passw0rd passwort passphrase passe pass secret secrets code codes
acces access admin administrateur administrator root toor user utilisateur compte login connexion invite guest test
tester tests testtest demo essai exemple example bonjour bonsoir salut coucou hello welcome bienvenue merci please
jetaime iloveyou loveyou love amour amours monamour doudou loulou loulous chouchou cheri cherie bebe princesse princess
papa maman famille soleil sunshine etoile lune chocolat nutella football foot rugby tennis marseille paris lyon france
bretagne liberte egalite fraternite nicolas camille thomas julien mathieu alexandre sophie marie pierre martin bernard
dragon monkey master shadow superman batman starwars pokemon letmein trustno iamthe azerty azertyuiop qwerty qwertyuiop
correcthorsebatterystaple chevalcorrectagrafeusebatterie jamaisdeuxsanstrois ouvretoi sesame ouvretoisesame
ilfaitbeauaujourdhui lemeilleur lameilleure toujours changeme changermoi changezmoi provisoire temporaire initial
lundi mardi mercredi jeudi vendredi samedi dimanche monday tuesday wednesday thursday friday saturday sunday
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
january february march april may june july august september october november december
printemps ete automne hiver spring summer autumn winter noel vacances
entreprise societe ministere mairie bureau service projet project windows microsoft google facebook
`)
}
