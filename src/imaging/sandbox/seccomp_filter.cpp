#include "imaging/sandbox/seccomp_filter.h"

#include <array>
#include <cerrno>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <unistd.h>

namespace medal::imaging::sandbox {

namespace {

// What no decoder of images has to do.
constexpr std::array kDenied{SCMP_SYS(socket),
                             SCMP_SYS(socketpair),
                             SCMP_SYS(connect),
                             SCMP_SYS(bind),
                             SCMP_SYS(listen),
                             SCMP_SYS(accept),
                             SCMP_SYS(accept4),
                             SCMP_SYS(ptrace),
                             SCMP_SYS(process_vm_readv),
                             SCMP_SYS(process_vm_writev),
                             SCMP_SYS(pidfd_getfd),
                             SCMP_SYS(kcmp),
                             SCMP_SYS(mount),
                             SCMP_SYS(umount2),
                             SCMP_SYS(open_tree),
                             SCMP_SYS(move_mount),
                             SCMP_SYS(fsopen),
                             SCMP_SYS(fspick),
                             SCMP_SYS(fsconfig),
                             SCMP_SYS(fsmount),
                             SCMP_SYS(mount_setattr),
                             SCMP_SYS(pivot_root),
                             SCMP_SYS(chroot),
                             SCMP_SYS(setns),
                             SCMP_SYS(unshare),
                             SCMP_SYS(bpf),
                             SCMP_SYS(perf_event_open),
                             SCMP_SYS(keyctl),
                             SCMP_SYS(add_key),
                             SCMP_SYS(request_key),
                             SCMP_SYS(userfaultfd),
                             SCMP_SYS(kexec_load),
                             SCMP_SYS(kexec_file_load),
                             SCMP_SYS(init_module),
                             SCMP_SYS(finit_module),
                             SCMP_SYS(delete_module),
                             SCMP_SYS(reboot),
                             SCMP_SYS(swapon),
                             SCMP_SYS(swapoff),
                             SCMP_SYS(io_uring_setup),
                             SCMP_SYS(open_by_handle_at)};

constexpr std::array<scmp_datum_t, 7> kNamespaces{CLONE_NEWUSER, CLONE_NEWNS,  CLONE_NEWPID,   CLONE_NEWNET,
                                                  CLONE_NEWIPC,  CLONE_NEWUTS, CLONE_NEWCGROUP};

/// nullptr where it cannot be made.
scmp_filter_ctx make_filter() {
    auto* filter = seccomp_init(SCMP_ACT_ALLOW);
    if (filter == nullptr) return nullptr;
    int code = 0;
    for (const int call : kDenied) code |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 0);
    // No namespace of its own, in which it would be root. What clone3 asks for lies in memory, where a filter
    // cannot look; of a kernel without it the C library takes clone.
    for (const auto space : kNamespaces) {
        const scmp_arg_cmp holds_flag{.arg = 0, .op = SCMP_CMP_MASKED_EQ, .datum_a = space, .datum_b = space};
        code |= seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1, &holds_flag);
    }
    code |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
    if (code == 0) return filter;
    seccomp_release(filter);
    return nullptr;
}

}  // namespace

void apply_seccomp() {
    auto* filter = make_filter();
    if (filter == nullptr) return;
    seccomp_load(filter);
    seccomp_release(filter);
}

int seccomp_program() {
    auto* filter = make_filter();
    if (filter == nullptr) return -1;
    int code = 0;
    const int fd = memfd_create("medal-seccomp", MFD_CLOEXEC);
    if (fd >= 0) code |= seccomp_export_bpf(filter, fd);
    seccomp_release(filter);
    if (fd >= 0 && (code != 0 || lseek(fd, 0, SEEK_SET) != 0)) {
        close(fd);
        return -1;
    }
    return fd;
}

}  // namespace medal::imaging::sandbox
