// Times and memory of this process: wall and CPU seconds a round, resident bytes before and at the peak.
#pragma once

#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <vector>

namespace medal::bench {

class Rounds {
  public:
    /// `input_bytes` is what both images hold. The kernel's mark of the peak is reset here.
    explicit Rounds(double input_bytes) : input_bytes_(input_bytes) {
        std::ofstream("/proc/self/clear_refs") << "5";
        before_bytes_ = status_bytes("VmRSS:");
    }

    void start() {
        wall_ = std::chrono::steady_clock::now();
        cpu_ = cpu_seconds();
    }
    void stop() {
        const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - wall_;
        wall_seconds_.push_back(passed.count());
        cpu_seconds_.push_back(cpu_seconds() - cpu_);
    }

    void print(double dice, double distance_mm) const {
        std::printf(
            "{\"wall_s\": %s, \"cpu_s\": %s, \"input_bytes\": %.0f, \"before_bytes\": %.0f, "
            "\"peak_bytes\": %.0f, \"DSC\": %.17g, \"HD\": %.17g}\n",
            list(wall_seconds_).c_str(), list(cpu_seconds_).c_str(), input_bytes_, before_bytes_,
            status_bytes("VmHWM:"), dice, distance_mm);
    }

  private:
    static double cpu_seconds() {
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        const auto seconds = [](const timeval& time) {
            return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
        };
        return seconds(usage.ru_utime) + seconds(usage.ru_stime);
    }

    static double status_bytes(const std::string& field) {
        std::ifstream status("/proc/self/status");
        for (std::string word; status >> word;) {
            double kilobytes = 0;
            if (word == field && status >> kilobytes) return kilobytes * 1024;
        }
        return 0;
    }

    static std::string list(const std::vector<double>& values) {
        std::string text;
        for (const double value : values) text += (text.empty() ? "" : ", ") + std::to_string(value);
        return "[" + text + "]";
    }

    double input_bytes_;
    double before_bytes_ = 0;
    double cpu_ = 0;
    std::chrono::steady_clock::time_point wall_;
    std::vector<double> wall_seconds_;
    std::vector<double> cpu_seconds_;
};

}  // namespace medal::bench
