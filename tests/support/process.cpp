#include "support/process.h"

#include <arpa/inet.h>
#include <csignal>
#include <cstdio>
#include <grp.h>
#include <netinet/in.h>
#include <pwd.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace medal::testing {
namespace {

// The signal on our death keeps nothing alive after a crashed test; a change of user would clear it.
void become(const std::string& user, int end_signal) {
    if (!user.empty() && ::getuid() == 0) {
        const auto* entry = ::getpwnam(user.c_str());
        if (entry == nullptr || ::initgroups(user.c_str(), entry->pw_gid) != 0 ||
            ::setgid(entry->pw_gid) != 0 || ::setuid(entry->pw_uid) != 0) {
            ::_exit(126);
        }
    }
    ::prctl(PR_SET_PDEATHSIG, end_signal);
}

pid_t spawn(const Command& command, int end_signal) {
    std::vector<char*> words;
    for (const auto& word : command.words) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    const pid_t child = ::fork();
    if (child != 0) return child;
    become(command.user, end_signal);
    if (::chdir("/") != 0 || std::freopen(command.log.c_str(), "a", stdout) == nullptr ||
        std::freopen(command.log.c_str(), "a", stderr) == nullptr) {
        ::_exit(126);
    }
    ::execv(words[0], words.data());
    ::_exit(127);
}

int wait_for(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

int run_command(const Command& command) {
    return wait_for(spawn(command, SIGKILL));
}

Child::Child(const Command& command, int end_signal)
    : pid_(spawn(command, end_signal)), end_signal_(end_signal) {}

Child::~Child() {
    ::kill(pid_, end_signal_);
    wait_for(pid_);
}

int free_port() {
    const int handle = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    const bool is_bound = ::bind(handle, generic, size) == 0 && ::getsockname(handle, generic, &size) == 0;
    ::close(handle);
    if (!is_bound) throw std::runtime_error{"no free port"};
    return ntohs(address.sin_port);
}

}  // namespace medal::testing
