package account

// Nobody is what a password of nobody is compared with.
const Nobody = nobody

// Fill takes every place where a hash is computed, and gives them back.
func Fill(s *Service) func() {
	for range atOnce {
		s.hashing <- struct{}{}
	}
	return func() {
		for range atOnce {
			<-s.hashing
		}
	}
}
