#include "imaging/burned_in/recogniser.h"

#include "base/error.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <sstream>
#include <tesseract/baseapi.h>
#include <utility>

#include <opencv2/imgproc.hpp>

/// Of the OpenMP run-time that Tesseract brings along (OpenMP 5.0, 3.2.15); its header is not there for every
/// compiler.
extern "C" void omp_set_max_active_levels(int levels);

namespace medal::imaging::burned_in {
namespace {

/// Tesseract reads best when capitals are about thirty pixels high.
constexpr double kLineHeight = 48;
/// Lines kept read; text of a clip is the same in its frames.
constexpr std::size_t kMostRemembered = 500;

cv::Mat enlarged(const picture::Raster& picture) {
    const cv::Mat strokes(static_cast<int>(picture.height), static_cast<int>(picture.width), CV_8UC1,
                          const_cast<std::uint8_t*>(picture.samples.data()));
    const double scale = std::clamp(kLineHeight / static_cast<double>(picture.height), 0.3, 4.0);
    cv::Mat large;
    cv::resize(strokes, large, {}, scale, scale, scale > 1 ? cv::INTER_CUBIC : cv::INTER_AREA);
    cv::copyMakeBorder(large, large, 8, 8, 12, 12, cv::BORDER_CONSTANT, cv::Scalar{255});
    return large;
}

std::size_t letters_in(const std::string& text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c) != 0; }));
}

}  // namespace

std::string Read::text() const {
    std::string line;
    for (const auto& word : words) line += (line.empty() ? "" : " ") + word.text;
    return line;
}

std::size_t Read::letters(double least_confidence) const {
    std::size_t letters = 0;
    for (const auto& word : words) {
        if (word.confidence >= least_confidence) letters += letters_in(word.text);
    }
    return letters;
}

struct Recogniser::State {
    /// Made with the first line that looks like text: its library alone takes longer to load than a file to
    /// rewrite.
    std::unique_ptr<tesseract::TessBaseAPI> api;
    std::map<std::pair<std::size_t, std::vector<std::uint8_t>>, Read> remembered;

    void start() {
        if (api) return;
        omp_set_max_active_levels(0);  // many images at once are faster than many threads on one line
        auto started = std::make_unique<tesseract::TessBaseAPI>();
        if (started->Init(nullptr, "eng", tesseract::OEM_LSTM_ONLY) != 0) {
            throw base::Error{base::ErrorKind::unavailable,
                              "imaging.ocr",
                              "Text recognition is not installed.",
                              {.field = {}, .hint = "Install tesseract-ocr-eng.", .detail = {}}};
        }
        started->SetPageSegMode(tesseract::PSM_SINGLE_LINE);
        started->SetVariable("debug_file", "/dev/null");
        // What it is unsure of it would read a second time as white on black, which it never is.
        started->SetVariable("tessedit_do_invert", "0");
        api = std::move(started);
    }

    Read read(const picture::Raster& picture) {
        start();
        const cv::Mat large = enlarged(picture);
        api->SetImage(large.data, large.cols, large.rows, 1, static_cast<int>(large.step));
        api->SetSourceResolution(150);
        const std::unique_ptr<char[]> text{api->GetUTF8Text()};
        const std::unique_ptr<int[]> confidences{api->AllWordConfidences()};
        Read read{{}, std::clamp(api->MeanTextConf() / 100.0, 0.0, 1.0)};
        std::istringstream words{text != nullptr ? text.get() : ""};
        const int* confidence = confidences.get();
        for (std::string word; words >> word;) {
            const bool known = confidence != nullptr && *confidence >= 0;
            read.words.push_back({word, known ? *confidence++ / 100.0 : read.confidence});
        }
        return read;
    }
};

Recogniser::Recogniser() : state_(std::make_unique<State>()) {}

Recogniser::~Recogniser() = default;
Recogniser::Recogniser(Recogniser&&) noexcept = default;
Recogniser& Recogniser::operator=(Recogniser&&) noexcept = default;

const Read& Recogniser::read(const picture::Raster& strokes) {
    auto& remembered = state_->remembered;
    std::pair key{strokes.width, strokes.samples};
    const auto known = remembered.find(key);
    if (known != remembered.end()) return known->second;
    if (remembered.size() >= kMostRemembered) remembered.clear();
    return remembered.emplace(std::move(key), state_->read(strokes)).first->second;
}

}  // namespace medal::imaging::burned_in
