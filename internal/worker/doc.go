// Package worker builds worker processes around a project's godog step definitions, starts them, and drives them through
// the step protocol (runner/protocol). It holds processes, pipes and deadlines: a worker that hangs, dies, floods its
// output or writes garbage costs its scenario, never the run. It refuses to decide what a result means, in which order
// cases run, or what is recorded: that is the conductor's.
//
// # Building
//
//	bin, err := worker.Build(ctx, worker.BuildOptions{ProjectDir: dir, Package: "./steps", CacheDir: cache, Env: environ})
//
// Build returns at once when nothing changed since a former build. Its errors are ErrNoGo (the toolchain is missing),
// ErrPath, ErrNoPackage, ErrNoModule, ErrNoGodog, ErrNoInitializer, ErrSignature, all under ErrBuild, or a *CompileError that
// lists file, line, column and text.
//
// Binary.Dir, the working folder, is that of the package, as under go test.
//
// # Driving
//
//	p, err := worker.Start(ctx, bin, worker.StartOptions{Environ: environ, Env: []string{"BASE_URL=…"}})
//	welcome, err := p.Hello(ctx)                     // once; the definitions, places relative to the project
//	matches, err := p.Match(ctx, steps)              // any number of times, no hook and no step is run
//	err = p.Begin(ctx, protocol.Begin{Steps: …, Grant: &protocol.Grant{Until: 2}})
//	for {
//		ev, err := p.Next(ctx, limit)                // limit: time the worker may take to say something; 0 is none
//		switch {
//		case err != nil:                             // p.Kill(), the case is timeout or error, start another worker
//		case ev.Step != nil:                         // outcome of a granted step
//		case ev.Waiting != nil:                      // step ev.Waiting.Index is someone else's, its hooks have run:
//			err = p.Told(ctx, protocol.Told{…})      //   ask the person, then tell; p.Grant(ctx, until) goes on
//		case ev.Ended != nil:                        // the attempt is over, hooks included; ev.Output is what it printed
//			return
//		}
//	}
//	err = p.Close(ctx)                               // suite's after hooks run; bounded by ctx, then killed
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
// While a person thinks, nothing needs to call Next: Done is closed when the process ends, and Next then says why.
// One goroutine drives a Process; Kill, Done and Pid may be called from any.
//
// Any error but a *ProblemError means that the process cannot be used any more: Kill it, which is always safe and
// returns when no process of its group is left.
//
//	ErrTimeout    the limit of Next ran out               -> outcome timeout
//	*DeathError   the process ended; how, and its output  -> outcome error
//	ErrProtocol   it wrote something that is not a reply  -> outcome error
//	*ProblemError it refused a request (protocol.Problem) -> outcome error; still usable unless the code is suite-hook
//	ctx.Err()     the caller gave up                      -> outcome interrupted
//
// A worker that dies takes no outcome of the steps before with it: what it had not written yet is in its box, which is
// read at the end of the replies. Outcomes that came are final.
//
// After Kill or an error, TakeOutput gives what the case had printed so far.
package worker
