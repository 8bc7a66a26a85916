package account

import (
	"crypto/sha256"
	"math"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// How often somebody may try (ASVS 5.0, 6.1.1 and 6.3.1; NIST SP 800-63B-4, 3.2.2; CNIL, délibération 2022-100, case
// 2). An account: five tries at once, then one a minute, and 25 a day at most. An address, for all accounts together:
// thirty at once, then one in ten seconds. Whoever enters gets the tries of their account back, so that a stranger who
// tries delays its owner by hours, and never locks them out. Nothing of it outlives the server.
func accountLimits() []*rate.Limiter {
	const perDay = 10 // after the first fifteen
	return []*rate.Limiter{
		rate.NewLimiter(rate.Every(time.Minute), 5), rate.NewLimiter(rate.Every(24*time.Hour/perDay), 15),
	}
}

func addressLimits() []*rate.Limiter {
	return []*rate.Limiter{rate.NewLimiter(rate.Every(10*time.Second), 30)}
}

// mostKept is how many accounts, and how many addresses, are remembered.
const mostKept = 4096

// who is an account or an address, of any length, and named nowhere.
type who [sha256.Size]byte

// throttle counts tries. A login that nobody has is counted as one that somebody has.
type throttle struct {
	mu                  sync.Mutex
	accounts, addresses map[who][]*rate.Limiter
}

func newThrottle() *throttle {
	return &throttle{accounts: map[who][]*rate.Limiter{}, addresses: map[who][]*rate.Limiter{}}
}

// take counts a try of an account from an address at an instant, or says how long to wait: then it counts as none.
func (t *throttle) take(key, address string, at time.Time) (*try, time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	mine := &try{of: t, key: who(sha256.Sum256([]byte(key))), at: at}
	wait := mine.reserve(among(t.addresses, addressOf(address), addressLimits, at))
	if wait == 0 { // an address that may not try takes no place among the accounts
		wait = mine.reserve(among(t.accounts, mine.key, accountLimits, at))
	}
	if wait > 0 {
		mine.undo()
		return nil, wait
	}
	return mine, 0
}

// address counts a try of an address alone at an instant, or says how long to wait.
func (t *throttle) address(address string, at time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	one := &try{of: t, at: at}
	wait := one.reserve(among(t.addresses, addressOf(address), addressLimits, at))
	if wait > 0 {
		one.undo()
	}
	return wait
}

// addressOf parts addresses: those of one network of IPv6 are of one subscriber.
func addressOf(address string) who {
	if ip, err := netip.ParseAddr(address); err == nil && ip.Is6() && !ip.Is4In6() {
		const subscriber = 64
		if p, err := ip.WithZone("").Prefix(subscriber); err == nil {
			address = p.String()
		}
	}
	return who(sha256.Sum256([]byte(address)))
}

// among gives the limits of somebody. Of too many, those that may try again most freely are forgotten.
func among(all map[who][]*rate.Limiter, key who, fresh func() []*rate.Limiter, at time.Time) []*rate.Limiter {
	if limits := all[key]; limits != nil {
		return limits
	}
	if len(all) >= mostKept {
		var freest who
		most := math.Inf(-1)
		for k, limits := range all {
			tokens := 0.0 // that are missing: none of somebody who is as good as new
			for _, l := range limits {
				tokens += l.TokensAt(at) - float64(l.Burst())
			}
			if tokens >= 0 {
				delete(all, k)
			} else if tokens > most {
				freest, most = k, tokens
			}
		}
		if len(all) >= mostKept {
			delete(all, freest)
		}
	}
	all[key] = fresh()
	return all[key]
}

// try is one that was counted.
type try struct {
	of   *throttle
	key  who
	at   time.Time
	held []*rate.Reservation
}

// reserve takes a try from each limit, and says how long to wait for the slowest.
func (m *try) reserve(limits []*rate.Limiter) (wait time.Duration) {
	for _, l := range limits {
		r := l.ReserveN(m.at, 1)
		m.held = append(m.held, r)
		wait = max(wait, r.DelayFrom(m.at))
	}
	return wait
}

// undo gives back what was taken. The throttle is locked.
func (m *try) undo() {
	for _, r := range m.held {
		r.CancelAt(m.at)
	}
}

// entered forgets the failures of an account, and counts the try against no address.
func (m *try) entered() {
	m.of.mu.Lock()
	defer m.of.mu.Unlock()
	m.undo()
	delete(m.of.accounts, m.key)
}
