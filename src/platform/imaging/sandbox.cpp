#include "platform/imaging/sandbox.h"

#include <fcntl.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <initializer_list>
#include <stdexcept>
#include <string>

namespace portico::imaging {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;  // shadow memory and reports need more than the sandbox allows
#else
constexpr bool sanitized = false;
#endif

void check(int result, const char* what) {
    if (result != 0) throw std::runtime_error(std::string("sandbox: ") + what);
}

void limit(__rlimit_resource resource, rlim_t value, const char* what) {
    const rlimit both{value, value};
    check(::setrlimit(resource, &both), what);
}

// The macros of seccomp.h for this are C.
scmp_arg_cmp argument(unsigned index, scmp_compare compare, scmp_datum_t first, scmp_datum_t second = 0) {
    return {index, compare, first, second};
}

class Filter {
public:
    Filter() : context_(::seccomp_init(SCMP_ACT_KILL_PROCESS)) {
        if (context_ == nullptr) throw std::runtime_error("sandbox: no filter");
    }
    Filter(const Filter&) = delete;
    Filter& operator=(const Filter&) = delete;
    ~Filter() { ::seccomp_release(context_); }

    void allow(int call) { check(::seccomp_rule_add(context_, SCMP_ACT_ALLOW, call, 0), "a rule"); }
    void allow(int call, scmp_arg_cmp condition) {
        check(::seccomp_rule_add(context_, SCMP_ACT_ALLOW, call, 1, condition), "a rule");
    }
    void load() { check(::seccomp_load(context_), "seccomp"); }

private:
    scmp_filter_ctx context_;
};

}  // namespace

void drop_descriptors(int socket) {
    const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        if (nowhere >= 0) ::dup2(nowhere, fd);
    ::close_range(STDERR_FILENO + 1, static_cast<unsigned>(socket) - 1, 0);
    ::close_range(static_cast<unsigned>(socket) + 1, ~0U, 0);
}

void close_sandbox(int socket) {
    constexpr rlim_t descriptors = 8;       // standard ones, the socket, two memory files
    constexpr rlim_t seconds_of_cpu = 600;  // of a whole life; the server ends a request long before
    limit(RLIMIT_CORE, 0, "core");
    limit(RLIMIT_NOFILE, descriptors, "descriptors");
    limit(RLIMIT_FSIZE, 0, "files");
    limit(RLIMIT_CPU, seconds_of_cpu, "time");
    if (!sanitized) limit(RLIMIT_AS, worker_memory, "memory");
    check(::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), "dumps");
    check(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "privileges");
    if (sanitized) return;

    Filter filter;
    for (int call : {SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(brk), SCMP_SYS(madvise), SCMP_SYS(futex),
                     SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(close), SCMP_SYS(rt_sigreturn),
                     SCMP_SYS(rt_sigprocmask), SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(getrandom),
                     SCMP_SYS(sched_yield), SCMP_SYS(setitimer), SCMP_SYS(alarm), SCMP_SYS(restart_syscall)})
        filter.allow(call);
    // No memory that can be executed.
    filter.allow(SCMP_SYS(mmap), argument(2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    filter.allow(SCMP_SYS(mprotect), argument(2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    for (int call : {SCMP_SYS(recvmsg), SCMP_SYS(sendmsg)})
        filter.allow(call, argument(0, SCMP_CMP_EQ, static_cast<scmp_datum_t>(socket)));
    // Libraries complain to the standard descriptors, which lead nowhere.
    filter.allow(SCMP_SYS(write), argument(0, SCMP_CMP_LE, STDERR_FILENO));
    filter.load();
}

}  // namespace portico::imaging
