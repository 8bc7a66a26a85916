// Package wire is the conductor's end of the step protocol (runner/protocol) over any stream that has deadlines: a pair
// of pipes, or a connection. It holds requests, replies, deadlines and the hiding of secrets in what a worker says: a
// worker that hangs, breaks off or writes garbage costs its scenario, never the run. It refuses to know processes
// (package process), and to decide what a result means, in which order cases run, or what is recorded: that is the
// conductor's.
//
//	s := wire.New(stream, wire.Options{Secrets: secrets})
//	welcome, err := s.Hello(ctx)                     // once
//	matches, err := s.Match(ctx, steps)              // any number of times, no hook and no step is run
//	err = s.Begin(ctx, protocol.Begin{Steps: …, Grant: &protocol.Grant{Until: 2}})
//	for {
//		ev, err := s.Next(ctx, limit)                // limit: time the worker may take to say something; 0 is none
//		switch {
//		case err != nil:                             // the case is timeout or error, take another worker
//		case ev.Step != nil:                         // outcome of a granted step
//		case ev.Waiting != nil:                      // step ev.Waiting.Index is someone else's, its hooks have run:
//			err = s.Told(ctx, protocol.Told{…})      //   ask the person, then tell; s.Grant(ctx, until) goes on
//		case ev.Ended != nil:                        // the attempt is over, hooks included
//			return
//		}
//	}
//	err = s.Bye(ctx)                                 // suite's after hooks run
//
// A grant that reaches beyond the worker's own steps is allowed: at the step of someone else the worker waits for Told
// whatever was granted, and goes on after it as far as the grant goes. So Grant{Until: len(steps)} sent with Begin is
// enough for a case where the conductor has no wish to stop between two steps. Told may be sent before the worker
// reaches the step. After the first outcome other than passed, the worker runs nothing more: no StepEnd comes for the
// steps that are left, only Ended. Abort makes a worker that waits run its after hooks and end (outcome interrupted).
// A before hook that fails gives no StepEnd either, only Ended.
//
// The first Begin also runs the suite's before hooks: give its first Next a limit that leaves them time.
//
// Any error but a *ProblemError means that the worker cannot be used any more, except that of a word whose context had
// ended before anything of it was written: it leaves the session as it was. A word that passed before its context ended
// was said, and gives no error.
//
//	ErrTimeout    the limit of Next ran out               -> outcome timeout
//	ErrProtocol   it wrote something that is not a reply  -> outcome error
//	ErrGone       the stream ended                        -> outcome error
//	*ProblemError it refused a request (protocol.Problem) -> outcome error; still usable unless the code is suite-hook
//	ctx.Err()     the caller gave up                      -> outcome interrupted
//
// A worker that breaks off takes no outcome of the steps before with it: what it had not written yet is in its box,
// when it has one, which is read at the end of the replies. Outcomes that came are final.
package wire
