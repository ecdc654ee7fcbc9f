#include "imaging/sandbox/worker_pool.h"

#include "imaging/sandbox/launch.h"
#include "imaging/sandbox/message.h"

#include <array>
#include <atomic>
#include <condition_variable>
#include <csignal>
#include <future>
#include <mutex>
#include <optional>
#include <queue>
#include <set>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>

namespace medal::imaging::sandbox {
namespace {

constexpr auto kStartTime = std::chrono::seconds{20};
/// How long a worker whose socket closed is given to become a dead process with a status.
constexpr auto kDyingTime = std::chrono::seconds{2};

Deadline in(std::chrono::milliseconds time) {
    return std::chrono::steady_clock::now() + time;
}

/// One thread that starts all processes: bubblewrap's --die-with-parent means the thread that started it.
class Launcher {
  public:
    Launcher() : thread_([this](const std::stop_token& stop) { work(stop); }) {}

    pid_t start(const Job& job, Isolation isolation, Ends ends) {
        Order order{job, isolation, ends, {}};
        auto pid = order.pid.get_future();
        {
            const std::lock_guard lock{lock_};
            orders_.push(&order);
        }
        changed_.notify_one();
        return pid.get();
    }

  private:
    struct Order {
        const Job& job;
        Isolation isolation;
        Ends ends;
        std::promise<pid_t> pid;
    };

    void work(const std::stop_token& stop) {
        while (true) {
            std::unique_lock lock{lock_};
            if (!changed_.wait(lock, stop, [&] { return !orders_.empty(); })) return;
            auto* order = orders_.front();
            orders_.pop();
            lock.unlock();
            order->pid.set_value(launch(order->job, order->isolation, order->ends));
        }
    }

    std::mutex lock_;
    std::condition_variable_any changed_;
    std::queue<Order*> orders_;
    std::jthread thread_;
};

class Worker {
  public:
    Worker(pid_t pid, Fd socket) : pid_(pid), socket_(std::move(socket)) {}
    ~Worker() {
        socket_.reset();
        end();
    }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    bool is_ready() {
        std::string hello;
        return pid_ > 0 && receive_message(socket_.get(), hello, 16, in(kStartTime)) == Transfer::done &&
               hello == "ready";
    }

    /// After anything but `exited` the worker is of no more use.
    Reply ask(const Question& question, std::uint64_t most_bytes) {
        const auto deadline = in(std::chrono::milliseconds{question.wall_ms});
        auto transfer = Transfer::done;
        const bool is_new = !question.context_key.empty() && contexts_.emplace(question.context_key).second;
        if (is_new) {
            transfer =
                send({"keep", std::string{question.context_key}, std::string{question.context}}, deadline);
        }
        if (transfer == Transfer::done) {
            transfer =
                send({"ask", std::to_string(question.cpu_ms), std::string{question.request}}, deadline);
        }
        Reply reply;
        if (transfer == Transfer::done) {
            transfer = receive_message(socket_.get(), reply.answer, most_bytes, deadline);
        }
        reply.outcome = transfer == Transfer::done     ? Outcome::exited
                        : transfer == Transfer::closed ? how_it_ended()
                        : transfer == Transfer::late   ? Outcome::timed_out
                                                       : Outcome::crashed;
        return reply;
    }

  private:
    Transfer send(const std::vector<std::string>& fields, Deadline deadline) {
        return send_message(socket_.get(), packed(fields), deadline);
    }

    /// Out of its processor time is a time-out; bubblewrap reports a signal of its child as 128 + signal.
    Outcome how_it_ended() {
        int status = 0;
        const auto deadline = in(kDyingTime);
        while (std::chrono::steady_clock::now() < deadline) {
            if (waitpid(pid_, &status, WNOHANG) != pid_) {
                usleep(500);
                continue;
            }
            pid_ = -1;
            const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status) - 128;
            return signal == SIGPROF || signal == SIGXCPU ? Outcome::timed_out : Outcome::crashed;
        }
        return Outcome::crashed;
    }

    void end() {
        if (pid_ <= 0) return;
        kill(-pid_, SIGKILL);
        kill(pid_, SIGKILL);
        int ignored = 0;
        waitpid(pid_, &ignored, 0);
    }

    pid_t pid_;
    Fd socket_;
    std::set<std::string, std::less<>> contexts_;
};

}  // namespace

struct WorkerPool::State {
    explicit State(PoolOptions given) : options(std::move(given)) { options.job.limits.cpu_seconds = 0; }

    /// An idle worker, or nullptr where a new one may be started; waits until one of the two is so.
    std::unique_ptr<Worker> take() {
        std::unique_lock guard{lock};
        changed.wait(guard, [&] { return !idle.empty() || busy < std::max(1U, options.most_workers); });
        ++busy;
        if (idle.empty()) return nullptr;
        auto worker = std::move(idle.back());
        idle.pop_back();
        return worker;
    }

    void give_back(std::unique_ptr<Worker> worker) {
        {
            const std::lock_guard guard{lock};
            --busy;
            if (worker) idle.push_back(std::move(worker));
        }
        changed.notify_one();
    }

    /// nullptr where none comes to life. A worker that starts under bubblewrap shows that bubblewrap works
    /// here; only when one does not is that asked by itself, which costs a start of its own.
    std::unique_ptr<Worker> start() {
        const auto believed = isolation.load();
        auto worker = start_under(believed);
        if (worker || believed != Isolation::bubblewrap || available_isolation() == believed) return worker;
        isolation = available_isolation();
        return start_under(isolation);
    }

    std::unique_ptr<Worker> start_under(Isolation chosen) {
        std::array<int, 2> ends{};
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return nullptr;
        Fd ours{ends[0]};
        Fd theirs{ends[1]};
        const auto pid = launcher.start(options.job, chosen, {.input = theirs.get(), .output = -1});
        theirs.reset();
        auto worker = std::make_unique<Worker>(pid, std::move(ours));
        return worker->is_ready() ? std::move(worker) : nullptr;
    }

    PoolOptions options;
    Launcher launcher;
    std::mutex lock;
    std::condition_variable changed;
    std::vector<std::unique_ptr<Worker>> idle;
    unsigned busy = 0;
    std::atomic<Isolation> isolation = Isolation::bubblewrap;
};

WorkerPool::WorkerPool(PoolOptions options) : state_(std::make_unique<State>(std::move(options))) {}

WorkerPool::~WorkerPool() = default;

Reply WorkerPool::ask(const Question& question) {
    auto worker = state_->take();
    if (!worker) worker = state_->start();
    Reply reply;
    if (worker) reply = worker->ask(question, state_->options.job.limits.output_bytes);
    if (reply.outcome != Outcome::exited) worker.reset();
    state_->give_back(std::move(worker));
    return reply;
}

}  // namespace medal::imaging::sandbox
