// similar_bench FOLDER EMPTY_FOLDER DISTRACTORS: finds changed copies of the single images below FOLDER, and
// of phantoms, by the same fingerprints and indexes as `medal duplicates`, among distractors that were drawn
// and among images of other patients; prints tables in Markdown.
#include "images.h"
#include "imaging/similar/index.h"
#include "imaging/similar/look_index.h"
#include "variants.h"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <iostream>
#include <iterator>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace {

namespace similar = medal::imaging::similar;
using namespace similar_bench;
using Hits = std::vector<similar::HashIndex::Hit>;

constexpr unsigned kDefaultDistance = 4, kFarthest = 7;

struct Print {
    std::uint64_t phash = 0;
    std::uint64_t dhash = 0;
    std::vector<similar::Look> looks;
};

Print print_of(const Raster& copy) {
    const auto hashes = similar::hashes_of(copy);
    return {hashes.phash, hashes.dhash, similar::looks_of(copy)};
}

struct Index {
    similar::HashIndex wholes;
    similar::LookIndex parts;

    /// What shows no step of brightness is like all that does not, and is left out.
    void add(const Print& print, std::uint32_t id) {
        if (print.dhash != 0) wholes.add(print.phash, id);
        parts.add(print.looks, id);
    }
    Hits find_whole(const Print& print, unsigned distance) const {
        return print.dhash != 0 ? wholes.find(print.phash, distance) : Hits{};
    }
    /// As `medal duplicates --distance` does.
    Hits find(const Print& print, unsigned distance) const {
        return similar::joined(find_whole(print, distance),
                               parts.find(print.looks, std::min(distance + 2, kFarthest)));
    }
};

struct Count {
    std::size_t found = 0, wrong = 0;

    void add(const Hits& hits, std::size_t own) {
        for (const auto& hit : hits) (hit.id == own ? found : wrong) += 1;
    }
};

/// Of the hash of the whole alone, and with the parts, at the default distance and at the farthest.
struct Score {
    std::size_t tried = 0;
    Count whole, all, far;
};

void print(const std::string& name, const Score& score) {
    if (score.tried == 0) return;
    const auto share = [&](const Count& count) {
        return static_cast<double>(count.found) / static_cast<double>(score.tried);
    };
    std::cout << fmt::format("| {} | {} | {:.3f} | {:.3f} | {:.3f} | {} | {} | {} |\n", name, score.tried,
                             share(score.whole), share(score.all), share(score.far), score.whole.wrong,
                             score.all.wrong, score.far.wrong);
}

void search(const Index& index, std::size_t own, const Print& copy, Score& score) {
    ++score.tried;
    score.whole.add(index.find_whole(copy, kDefaultDistance), own);
    score.all.add(index.find(copy, kDefaultDistance), own);
    score.far.add(index.find(copy, kFarthest), own);
}

/// Copies of every original, by the name of what was done to them.
struct Copies {
    std::string name;
    std::vector<std::pair<std::size_t, Print>> prints;
};

std::vector<Copies> copies_of(const std::vector<Image>& originals) {
    std::vector<Copies> all;
    for (const auto& variant : variants()) {
        Copies copies{variant.name, {}};
        for (std::size_t i = 0; i < originals.size(); ++i)
            copies.prints.emplace_back(i, print_of(variant.make(originals[i].shown)));
        all.push_back(std::move(copies));
    }
    const char* names[] = {"CT through a soft tissue window", "CT through a bone window",
                           "CT through a lung window"};
    for (std::size_t window = 0; window < std::size(names); ++window) {
        Copies copies{names[window], {}};
        for (std::size_t i = 0; i < originals.size(); ++i) {
            if (!originals[i].windows.empty())
                copies.prints.emplace_back(i, print_of(originals[i].windows[window]));
        }
        all.push_back(std::move(copies));
    }
    return all;
}

void measure(const std::vector<Image>& originals, const std::vector<Copies>& copies, unsigned distractors) {
    Index index;
    for (std::size_t i = 0; i < originals.size(); ++i)
        index.add({originals[i].phash, originals[i].dhash, originals[i].looks},
                  static_cast<std::uint32_t>(i));
    for (unsigned seed = 0; seed < distractors; ++seed)
        index.add(print_of(distractor(seed)), static_cast<std::uint32_t>(originals.size() + seed));
    std::cout << fmt::format("{} distinct images, {} distractors\n\n", originals.size(), distractors)
              << "| change | copies | found by the whole at 4 bits | with parts | with parts at 7 | false by "
                 "the whole | with parts | with parts at 7 |\n|---|---:|---:|---:|---:|---:|---:|---:|\n";
    for (const auto& [name, prints] : copies) {
        Score score;
        for (const auto& [own, copy] : prints) search(index, own, copy, score);
        print(name, score);
    }
}

/// Images of other patients that are named for a copy. What looked alike before anything was done to it is
/// mostly the same picture in another file: it is told by name, for a person to judge.
void measure_others(const std::vector<Image>& originals, const std::vector<Copies>& copies,
                    const std::vector<Image>& others, const std::string& what) {
    Index index;
    for (std::size_t i = 0; i < others.size(); ++i)
        index.add({others[i].phash, others[i].dhash, others[i].looks}, static_cast<std::uint32_t>(i));
    std::size_t asked = 0, by_whole = 0, with_parts = 0;
    std::set<std::string> pairs;
    for (const auto& [name, prints] : copies) {
        for (const auto& [own, copy] : prints) {
            const auto is_other = [&](const auto& hit) {
                return others[hit.id].study != originals[own].study;
            };
            const auto wholes = index.find_whole(copy, kDefaultDistance);
            const auto all = index.find(copy, kDefaultDistance);
            asked +=
                static_cast<std::size_t>(std::count_if(others.begin(), others.end(), [&](const auto& one) {
                    return one.study != originals[own].study;
                }));
            by_whole += static_cast<std::size_t>(std::count_if(wholes.begin(), wholes.end(), is_other));
            with_parts += static_cast<std::size_t>(std::count_if(all.begin(), all.end(), is_other));
            for (const auto& hit : all) {
                if (is_other(hit)) pairs.insert(originals[own].name + " and " + others[hit.id].name);
            }
        }
    }
    std::cout << fmt::format(
        "\n{} {}: {} comparisons of a copy with another patient's image; named by the whole {}, "
        "with parts {}, in {} pairs of images\n",
        others.size(), what, asked, by_whole, with_parts, pairs.size());
    if (others.empty() || others.front().is_phantom) return;
    for (const auto& pair : pairs) std::cout << "  " << pair << '\n';
}

void measure_time(std::uint32_t images) {
    std::mt19937_64 random{1};
    Index index;
    const auto draw = [&] {
        Print print{random(), random(), {}};
        for (unsigned part = 0; part < 13; ++part)
            print.looks.push_back({static_cast<similar::Part>(part), random(), {random(), random() >> 16}});
        return print;
    };
    for (std::uint32_t i = 0; i < images; ++i) index.add(draw(), i);
    constexpr int kQueries = 50;
    const auto begin = std::chrono::steady_clock::now();
    std::size_t hits = 0;
    for (int i = 0; i < kQueries; ++i) hits += index.find(draw(), kDefaultDistance).size();
    const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - begin;
    std::cout << fmt::format("\nA search among {} images: {:.1f} ms ({} chance hits)\n", images,
                             taken.count() / kQueries, hits);
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 4) {
        std::cerr << "similar_bench FOLDER EMPTY_FOLDER DISTRACTORS\n";
        return 2;
    }
    const auto samples = images_below(arguments[1]);
    const std::filesystem::path folder{arguments[2]};
    auto all = samples;
    for (auto& phantom : phantoms(1, 1, folder / "first")) all.push_back(std::move(phantom));
    const auto originals = distinct(all);
    const auto copies = copies_of(originals);
    measure(originals, copies, static_cast<unsigned>(std::stoul(arguments[3])));
    measure_others(originals, copies, samples, "sample images");
    measure_others(originals, copies, phantoms(2, 12, folder / "others"), "phantoms of other seeds");
    measure_time(100'000);
    return 0;
}
