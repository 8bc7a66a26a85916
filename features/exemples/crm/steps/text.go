package steps

import (
	"fmt"
	"strings"
	"time"
)

// fold lets a sentence typed on a keyboard equal the same sentence with French
// typography: no-break spaces and curly apostrophes are folded, nothing else.
func fold(s string) string {
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ", "’", "'").Replace(s)
}

// isoDay turns 15/03/2027 into 2027-03-15.
func isoDay(french string) (string, error) {
	t, err := time.Parse("02/01/2006", french)
	if err != nil {
		return "", fmt.Errorf("la date %q n'est pas au format JJ/MM/AAAA", french)
	}
	return t.Format("2006-01-02"), nil
}

// decimal turns "2 450,00" into "2450.00", as the API writes amounts.
func decimal(french string) string {
	return strings.Replace(strings.ReplaceAll(fold(french), " ", ""), ",", ".", 1)
}

func slug(antenne string) string {
	return strings.NewReplacer("î", "i", "ô", "o", "é", "e", "è", "e", " ", "-").Replace(strings.ToLower(antenne))
}

// differ is the error of an expectation that is not met, in the words a tester
// would write as "constaté".
func differ(what string, got, want any) error {
	return fmt.Errorf("%s : constaté « %v », attendu « %v »", what, got, want)
}
