//! Terms: what a text is about, in whichever language it is written.
//!
//! A term is a concept of Go (`协程`, `goroutines` and `goroutine` are one), a stemmed Latin word, or
//! a pair of neighbouring Han characters. Words that any question may hold (what, how, 区别, 底层)
//! are no terms.

use std::collections::HashMap;

use super::search::stands_alone;

/// Words for one concept, the languages mixed; the first names it (two concepts, when it is two
/// words). What begins with `~` only names: it is a facet.
const SYNONYMS: &[&str] = &[
    // What about it is asked.
    "~internals|机制|mechanism|work|works|internals|internal|internally|under the hood|inside the runtime|data structure|data structures|how is it implemented|how is implemented|is implemented|are implemented|implementation|原理|底层|底层原理|底层实现|底层实现原理|底层结构|底层数据结构|底层原理是什么|数据结构|内部实现|内部结构|实现原理|实现机制|怎么实现|怎么实现的|如何实现的|是怎么实现的|是如何实现的|怎样实现|源码|在内存里长什么样|looks like in memory|look like in memory|look inside|look like inside the runtime|结构",
    "~flow|path|walk me through|walk through|walk us through|过程|全过程|流程|步骤|完整过程|完整流程|walk through|step by step|phases|phase|阶段|cycle|一轮",
    "~difference|区别|不同|异同|对比|差异|difference|differences|differ|different|versus|vs|comparison|优缺点",
    "~write|design|手写|写一个|写出|编写|设计|设计一个|实现一个|如何实现一个|怎么实现一个|怎样实现一个|implement|write|build|写一下",
    "~model|模型|model",
    "~what|what is|what are|是什么|什么是|是什么样的|是什么东西",
    "~when|when|什么时候|何时|时机|哪些情况下|什么情况下",
    "~kind|what kind|kind|kinds|类型|什么类型|种类|哪些种类",
    "~whether|whether|know|know whether|check|check whether|判断|怎么判断|如何判断|怎么知道|tell|can tell|区分|怎么区分",
    // Scheduling.
    "goroutine|协程|go routine|go statement|go keyword|go 关键字|go 语句|green thread",
    "gmp|scheduler|schedule|scheduling|scheduled|调度|调度器|调度程序|gpm|gm|g m p",
    "thread|线程|os thread|system thread|kernel thread|系统线程|内核线程|操作系统线程",
    "process|进程",
    "preempt|preemption|preemptive|抢占|抢占式",
    "syscall|system call|系统调用",
    "steal|stealing|work stealing|工作窃取|窃取|偷|偷取",
    "handoff|hand off|交接|移交",
    "spin|spinning|自旋",
    "queue|队列",
    "runqueue|run queue|run queues|运行队列|local queue|local run queue|本地队列|local queues|本地运行队列",
    "globalqueue|global queue|global run queue|全局队列|全局运行队列",
    "netpoller|network poller|netpoll|网络轮询器|网络轮询|poller",
    "stack|栈|堆栈",
    "async await|async/await|asyncawait",
    "concurrency|concurrent|concurrently|并发",
    "parallel|parallelism|并行",
    "switch|switching|切换|上下文切换|context switch|context switches",
    "state|states|status|状态",
    "container|containers|容器",
    "deadlock|deadlocked|死锁|all goroutines are asleep",
    "leak|leaks|leaking|leaked|泄漏|泄露",
    "block|blocked|blocking|blocks|阻塞|卡住|卡死",
    "sleep|sleeping|休眠|睡眠",
    "starve|starvation|饥饿|饿死|饿",
    "fair|fairness|公平|公平性",
    "timer|timers|定时器|计时器",
    "timeout|time out|timeouts|超时|超时控制",
    "migrate|migration|迁移",
    // Memory.
    "gc|garbage collection|garbage collector|垃圾回收|垃圾回收器|垃圾收集|垃圾收集器|collector|内存回收",
    "reclaim|回收|释放|free|freed|release|collected",
    "tricolor|black|white|grey|gray|黑色|白色|灰色|颜色|color|colour|黑白灰|着色|tri color|tri colour|tricolour|three color|三色|三色标记|三色标记法|tri color marking|三色法",
    "barrier|屏障",
    "writebarrier|write barrier|write barriers|写屏障",
    "hybrid|hybrid barrier|hybrid write barrier|混合写屏障|混合屏障|混合",
    "stw|stop the world|stops the world|停顿|pause|pauses|暂停",
    "mark|marking|标记",
    "assist|assists|辅助|mark assist|辅助标记|辅助回收|协助",
    "sweep|sweeping|清扫|清除",
    "invariant|invariants|不变式|不变性",
    "root|roots|根对象|根",
    "trigger|triggers|triggered|触发|触发时机|触发条件",
    "heap|堆|堆内存",
    "stackheap|分配在栈上还是堆上|分配到栈上还是堆上|allocated on the stack or the heap|on the stack or the heap|on the stack or on the heap|escape|escapes|escape analysis|逃逸|逃逸分析|内存逃逸|内存逃逸分析|escape to the heap|stack or heap|stack or the heap|栈上还是堆上|堆上还是栈上|栈还是堆|堆还是栈",
    "allocate|allocation|allocator|allocates|allocated|分配|分配器|内存分配|内存分配器",
    "memory|内存",
    "limit|限制|上限|限额|限流阈值",
    "gomemlimit|memory limit|内存限制|内存限额|内存上限",
    "finalizer|setfinalizer|终结器|析构",
    "weak|weak pointer|weak pointers|弱引用|弱指针|weak reference",
    "generation|generational|分代|分代回收|non generational",
    "fragment|fragmentation|碎片|内存碎片",
    "pressure|overhead|压力|开销",
    "tune|tuning|tuned|调优|优化|optimize|optimise",
    "object|对象",
    "reference|引用",
    "refcount|reference counting|reference count|引用计数",
    "pool|池|对象池",
    "tracing|可达性|可达性分析|追踪|追踪式",
    // Maps.
    "map|映射|字典|哈希表|散列表|hashmap|hash map|hash table|hash tables",
    "hash|哈希|散列|hashing",
    "swiss|swiss table|swiss tables|swiss map|瑞士表",
    "shrink|收缩|shrunk|shrinks|缩小|缩容|缩回去|变小|不降|falling|fall",
    "grow|growth|grows|growing|扩容|增长|resize|扩展",
    "evacuate|evacuation|搬迁|渐进式|渐进式扩容|incremental|rehash",
    "collision|collisions|冲突|哈希冲突|hash collision|hash collisions|哈希碰撞|碰撞",
    "loadfactor|load factor|负载因子|装载因子|加载因子",
    "lookup|find a value|查|look up|查找|查询|find|search|检索",
    "insert|插入|inserting|写入|insertion",
    "delete|deleting|deleted|删除|移除|remove|removing|removed",
    "iterate|iteration|iterating|遍历|迭代|range|ranging",
    "order|ordered|顺序|有序|次序|按序|sorted order|固定顺序",
    "random|randomly|randomized|随机|无序|随机性|unordered",
    "key|keys|键",
    "value|values|值",
    "syncmap|sync map|并发 map",
    "syncpool|sync pool",
    "sharded|shard|sharding|分片|分段|分段锁",
    "tombstone|tombstones|墓碑",
    "threadsafe|thread safe|concurrency safe|safe for concurrent use|线程安全|并发安全|concurrent safe|goroutine safe|协程安全|并发安全的",
    "compare|compared|comparing|比较|equal|相等",
    "exist|contains|存不存在|exists|存在|present|missing",
    "expire|expiry|expiration|过期|过期时间|ttl|time to live",
    "set|集合",
    "seed|种子",
    "bucket|buckets|桶",
    "large|size|sizes|big|bigger|how big|大小|大|多大|很大|巨大|大量|海量|huge",
    "small|tiny|little|小|微小|很小|小对象",
    "largeobject|large object|large objects|大对象",
    "smallobject|small object|small objects|微对象",
    "runtimegc|runtime gc|手动触发|手动 gc|force a garbage collection|强制 gc|手动触发 gc",
    "idle|空闲|闲置|空闲的",
    "network|网络|socket|网络 io|network io",
    "file|文件|磁盘|disk|files|文件 io",
    "timeslice|time slice|时间片|10 ms|10ms",
    "overflow|溢出|stack overflow|栈溢出",
    "recursion|recursive|递归",
    "linear|linear search|线性|线性查找",
    "inplace|in place|原地|就地",
    "serialize|json|marshal|序列化|反序列化|encoding",
    "fifo|first in first out|先进先出|先入先出|收发顺序",
    "controlword|control word|control words|控制字|控制字节",
    "samesize|same size growth|等量扩容|等量",
    "unbounded|无界|无限|无限缓冲|无限制|infinite|unlimited",
    "middle|中间|中间插入",
    "cpu|处理器|processor|cpus|核|cores|core",
    "latency|延迟|响应时间",
    "id|编号|goroutine id|协程 id",
    "constant|常量",
    "read only|只读|readonly",
    "fatal|fatal error|致命错误",
    "manysenders|several senders|multiple senders|多个发送方|多个发送者|多个生产者|many senders",
    "reachable|reachability|可达",
    "modify|修改|更改|改动|modifies|modifying|mutate|assign|assigns|assigning|赋值|更新|update|updates",
    "amortized|均摊|摊还|摊销",
    "complexity|复杂度|时间复杂度|big o|time complexity",
    "monitor|monitoring|监控|metric|metrics|指标|dashboard|observe|观察|观测",
    "explosion|暴涨|爆炸|激增|耗尽|exhaustion|explode|太多线程|线程太多|too many threads",
    "cpubound|cpu bound|cpu intensive|密集|密集型|cpu 密集|cpu 密集型|计算密集|计算密集型",
    "task|tasks|任务|job|jobs",
    "goal|goals|目标|target",
    "reduce|reduces|降低|减少|减轻|lower|减小",
    "granularity|粒度|锁粒度",
    "character|characters|字符|中文字符|chinese characters|汉字",
    "asynchronous|异步|asynchronously",
    "runnable|可运行|就绪|可执行",
    "result|结果|results",
    "return|返回值|returns",
    "request|请求|requests",
    "error|错误|errors|报错",
    "test|tests|testing|测试|单元测试|unit test|unit tests",
    "nested|嵌套",
    "default value|默认值",
    "zerovalue|zero value|零值|zero values",
    "startup|启动|start a goroutine|创建协程|创建 goroutine|开启|启动协程|启动 goroutine",
    "finish|结束|完成|执行完|finished|ends|执行完毕",
    "wait|waits|waiting|等待|等",
    "unsafe|不安全|线程不安全|并发不安全|not safe",
    "performance|性能|效率|fast|faster|slow|slower|speed|更快|慢|快|开销大",
    "ratio|比例|比率|percentage|百分比",
    "bug|缺陷|find the bug|找 bug|哪里有问题|what is wrong|what s wrong|错在哪",
    "clear|清空|清理",
    "initialize|initialization|初始化|initialise",
    "declare|declaration|声明",
    "fixed|固定|固定数量|fixed number",
    "operator|运算符|操作符",
    "batch|chunk|chunks|分批|批量|分块",
    "merge sort|归并排序",
    "local|本地",
    "global|全局",
    "background|后台",
    "frequency|频率|频繁|每隔|多久一次|how often",
    // Slices.
    "subslice|sub slice|subslices|截取|子切片|reslice|截断|a small part|一小段|小切片|small slice|小段",
    "slice|slices|切片|动态数组",
    "array|arrays|数组",
    "underlyingarray|underlying array|backing array|底层数组",
    "capacity|cap|容量",
    "length|len|长度",
    "copy|copies|copied|copying|clone|拷贝|复制|深拷贝|浅拷贝|deep copy|shallow copy",
    "passing|pass|passed|传参|传递|参数传递|作为参数|函数参数|function argument|argument|arguments|参数|形参",
    "byvalue|by value|pass by value|值传递|传值",
    "byreference|by reference|pass by reference|引用传递|传引用|引用类型",
    "append|追加",
    "share|shared|sharing|alias|aliasing|aliases|共享|overwrite|overwrites|覆盖",
    "nil|空指针",
    "empty|空切片|为空|空的",
    "reverse|反转|翻转|倒序|逆序",
    "rotate|旋转|循环移动",
    "dedupe|deduplicate|duplicates|duplicate|去重|重复",
    "string|strings|字符串|string 类型",
    "convert|conversion|converting|转换|互转|转成|转为",
    "sort|sorting|sorted|排序",
    "twodimensional|two dimensional|2d|二维|二维切片|多维",
    "loopvar|loop variable|loop variables|循环变量|range variable|迭代变量",
    "address|地址|取地址",
    "preallocate|preallocation|prealloc|预分配",
    "filter|过滤",
    "header|头部|切片头",
    "bounds|out of range|越界|out of bounds|边界检查|bounds check|bounds checks",
    "zerocopy|zero copy|零拷贝|without copying",
    "letter|字母|letters",
    "count|counts|counting|个数|统计|计数",
    // Channels.
    "channel|channels|chan|通道|管道|信道",
    "hchan|hchan struct",
    "buffered|buffer|缓冲|缓冲区|缓存区|有缓冲|带缓冲|带缓冲的|有缓冲的|缓冲通道",
    "unbuffered|无缓冲|不带缓冲|无缓冲的|没有缓冲",
    "close|closed|closing|关闭|关掉|已关闭",
    "send|sends|sending|sender|senders|发送|发送者|发送方|写",
    "receive|recv|receives|receiving|receiver|receivers|接收|接收者|接收方|读",
    "send receive|readwrite|read and write|读写|读和写|read write|收发|读取和写入",
    "select|select 语句|select statement|多路复用",
    "multipleready|multiple cases ready|several cases|同时就绪|同时满足|多个 case|several ready|multiple cases|more than one case|分支同时",
    "case|cases|分支",
    "priority|优先级",
    "default|default case|默认分支",
    "producerconsumer|producer consumer|producer and consumer|生产者消费者|生产者加消费者|生产者和消费者|生产者与消费者|producers and consumers|producer/consumer|生产者 消费者",
    "producer|producers|生产者",
    "consumer|consumers|消费者",
    "workerpool|worker pool|协程池|goroutine 池|goroutine pool|工作池",
    "worker|workers|工作协程",
    "rate|rate limit|rate limiter|rate limiting|限流|限流器|令牌桶|token bucket",
    "graceful|gracefully|graceful shutdown|优雅退出|优雅|优雅关闭|优雅停机|平滑退出|shut down gracefully",
    "alternate|in turn|alternately|交替|轮流|依次|交替打印|take turns|taking turns",
    "print|prints|打印",
    "odd|奇偶|奇数|odd and even|奇偶数",
    "fanin|合并|merge|merging|汇总|fan in|扇入|fan out|扇出|fan in fan out|fan out fan in",
    "pipeline|pipelines|流水线",
    "semaphore|信号量",
    "lockfree|lock free|无锁|不加锁|without locks",
    "mutex|mutexes|互斥锁|lock|locks|锁|加锁|locking|locked",
    "rwmutex|读写锁",
    "directional|单向|单向通道|unidirectional",
    "happensbefore|可见性|内存可见性|visibility|visible|happens before|先行发生|happen before",
    "memorymodel|memory model|内存模型",
    "cancel|cancellation|取消",
    "signal|信号|notify|notification|通知",
    "wake|wakes|唤醒",
    "broadcast|广播",
    "race|data race|data races|数据竞争|竞态|race condition|竞争",
    "panic|panics|恐慌|崩溃|crash|crashes",
    "recover|恢复",
    "linkedlist|linked list|链表",
    "cache|caches|缓存",
    "lru|lru cache|lru 缓存",
    "history|变更|变化|有什么变化|变迁史|what changed|改了什么|改变|changed over time|改进|发展|evolution|evolve|演进|历史|变迁|各版本|发展历程|演变",
    "version|版本",
    "limitgoroutines|concurrency limit|控制并发|限制并发|控制协程数量|控制并发数|限制并发数|控制 goroutine 数量|并发数|number of goroutines|concurrent goroutines|goroutine 数量|协程数量|limit concurrency",
    "~output|output|outputs|what prints|输出|打印什么|输出什么",
    "maximum|how many|多少|最多|数量|number|数目|几个",
    "struct|结构体",
    "pointer|pointers|指针",
    "interface|接口|interfaces",
    "function|func|functions|函数",
    "field|字段|fields",
    "element|elements|元素",
    "parameter|形式参数",
    "method|methods|方法",
    "compiler|编译器",
    "compile|编译",
    "escapehatch|逃生",
    "detect|检查|诊断|debug|debugging|troubleshoot|detection|检测|排查|diagnose|定位|发现|find leaks",
    "production|线上|生产环境|running service|running program",
    "profile|profiling|pprof|性能分析",
    "java|jvm",
    "insidecontainer|in a container",
    "stop|stops|stopped|stopping|停止|停掉|退出|exit|exits",
    "kill|杀掉|杀死",
    "main|主协程|main goroutine|主 goroutine",
    "child|子协程|子 goroutine|child goroutine|子 协程",
];

/// Words that say how something is asked, not what.
const STOP: &[&str] = &[
    "of|s go|a|an|the|is|are|was|were|be|been|being|do|does|did|done|doing|has|have|had|it",
    "its|this|that|these|those|in|on|at|to|for|from|with|without|by|as|into|onto|over|under",
    "between|and|or|not|no|nor|so|than|then|if|but|about|what|which|who|whom|whose|where|how",
    "can|could|should|would|will|may|might|must|shall|you|your|yours|we|our|us|i|my|me|they",
    "their|them|one|there|here|each|every|any|all|some|such|same|other|another|more|most",
    "much|many|only|just|also|too|very|own|explain|describe|show|give|talk|discuss|through",
    "happen|happens|happened|mean|means|meaning|use|used|uses|using|useful|purpose|good|make",
    "makes|create|made|need|needed|go|golang|s|t|re|ll|d|ve|let|lets|way|ways|thing|things",
    "does it|don|doesn|isn|won|really|actually|exactly|principle|pattern|example|basic",
    "basics|common|interview|question|questions|look like|looks|的|了|吗|呢|吧|啊|么|是|有",
    "在|和|与|或|及|以及|跟|同|把|被|给|让|向|对|对于|从|到|于|由|为|以|就|都|也|还|又|再|才",
    "只|个|些|种|这|那|其|它|他|她|我|你|您|咱|我们|你们|他们|它们|什么|怎么|怎样|怎么样",
    "如何|哪|哪些|哪个|哪里|哪种|多久|是否|能否|可否|有没有|是不是|会不会|能不能|可以|能够",
    "能|会|应该|应当|需要|需|要|必须|得|请|请问|讲|讲讲|讲一下|讲下|说|说说|说一下|说下|谈",
    "谈谈|聊聊|介绍|介绍一下|简述|描述|描述一下|解释|解释一下|分析|一下|列举|列出|阐述",
    "完整讲一遍|比较一下|有什么区别|有什么不同|关系|联系|实现|实现方式|方式|方法有哪些|方案",
    "策略|规则|模式|作用|用途|用法|使用|用|用来|用于|功能|意义|目的|好处|优点|缺点|优势|坏处",
    "问题|场景|使用场景|适用场景|应用场景|情况|什么情况|情况下|哪些情况|条件|发生|发生了什么",
    "会发生什么|会怎样|会怎么样|产生|导致|造成|引起|影响|出现|进行|做|做了什么|干什么|干嘛",
    "时候|之后|以后|之前|以前|里面|之间|语言|go 语言|go语言|相关|面试题|面试|题|知识|知识点",
    "理解|了解|知道|认识|概念|定义|含义|意思|到底|具体|真正|主要|常见|常用|一般|通常|一个",
    "一种|两个|多个|一次|每个|各|各个|各自|分别|某个|所有|全部|创建|自己|怎么写|怎么做",
    "怎么用|怎么办|怎么选|选|选择|哪个好|更好|避免|防止|解决|处理|办法|手段|技巧|坑|注意",
    "注意事项|不|没|没有|无|非|未|很|太|更|最|比|等等|例如|比如|如果|那么|因为|所以|但|但是",
    "而|而且|并且|然后|直接|只能|仍|仍然|还是|或者|只有|choose|get|gets|got|say|says|become",
    "call|called|calls|take|takes|come|comes|see|avoid|prevent|solve|handle|handling|start",
    "after|before|while|during|still|even|lot|stay|stays|program|programs|code|runtime|程序",
    "new|want|wants|获取|得到|变量|代码|加入|决定|谁|负责|设置|互相|循环|元素里|值得|几|第",
    "已|已经|通过|利用|借助|基于|来|去|会不会影响|能用|支持|提供|包含|拥有|具有|属于|成为",
    "变成|起来|出来|一些|有些|很多|其中|当中|其实|首先|最后|最终|究竟|大概|大致|详细|深入",
    "简单|完全|why|为什么|为何|为啥|choice|high|at once|once|always|never|often|sometimes",
    "usually|yet|already|again|now|ever|instead|first|last|next|best|better|well|like|able",
    "possible|directly|simply|own way|trick|people|someone|something|anything|itself",
    "themselves|because|since|until|although|both|either|neither|else|rather|quite|whole",
    "certain|given|following|please|would like|ask|asked|answer|correct|right|wrong",
    "happens if|case of|合适|友好|指定|查看|运行情况|情形|一共|总共|会有|方面|特点|特性|应对",
    "建议|推荐|最佳|最好|值不值得|靠谱|所谓|本质|本质上|为什么说|有哪些|有什么|有何|操作",
    "工作|开始|过高|过多|太多|太大|提前|引发|重新|再次|代表|表示|三个|四个|哪三个|拿到|前后",
    "下一个|超过|stand|stand for|operation|operations|current|currently|time|times|run|runs",
    "返回|调用|使得|允许|需不需要|要不要|可不可以|怎么去|怎么理解|怎么看|怎么回事|里有|有多",
    "本身|一定|一直|马上|立刻|经常|容易|整个|部分|各种|原来|现在|目前|已有|新|旧|老|旧版",
    "新版|看看|看一下|试试|谈一谈|讨论|说明|总结|概括|举例|举例说明|举个例子|实际|生活中",
    "项目中|项目里|工作中|开发中|实践|最佳实践|best practice|advantages|disadvantages",
    "advantage|benefit|benefits|drawback|drawbacks|pros|cons|role|affect|affects|cause",
    "causes|caused|result in|lead to|leads|provide|provides|support|supports|called when",
    "order to|based|regarding|related|specific|general|simple|difficult|easy|main difference",
    "key difference|important|importance|details|detail|detailed|overview|brief|briefly",
    "summary|summarize|concept|concepts|term|terms|idea|problem|problems|issue|issues",
    "solution|solutions",
];

/// What a text is about: the name of a concept, a stemmed word, a pair of Han characters.
pub type Term = String;

/// Whether a term says how something is asked (how it works inside, a comparison), not what.
pub fn is_facet(term: &str) -> bool {
    term.starts_with('~')
}

/// The vocabulary: turns texts into terms.
pub struct Vocabulary {
    /// Known words by their first unit, the longest first.
    known: HashMap<String, Vec<Known>>,
}

/// A known word: its units after the first, and the concept it stands for (or several,
/// with spaces; empty when it tells nothing).
struct Known {
    rest: Vec<String>,
    concept: &'static str,
}

impl Default for Vocabulary {
    fn default() -> Self {
        let mut known: HashMap<String, Vec<Known>> = HashMap::new();
        let stop = STOP.iter().flat_map(|words| words.split('|')).map(|word| (word, ""));
        let synonyms = SYNONYMS.iter().flat_map(|words| {
            let concept = words.split('|').next().unwrap_or_default();
            words.split('|').filter(|word| !is_facet(word)).map(move |word| (word, concept))
        });
        for (word, concept) in stop.chain(synonyms) {
            let mut units = units(word).into_iter().map(|unit| unit.text);
            if let Some(first) = units.next() {
                known.entry(first).or_default().push(Known { rest: units.collect(), concept });
            }
        }
        for words in known.values_mut() {
            words.sort_by_key(|word| std::cmp::Reverse(word.rest.len()));
        }
        Vocabulary { known }
    }
}

impl Vocabulary {
    /// The terms of a text in order, with repetitions.
    pub fn terms(&self, text: &str) -> Vec<Term> {
        let units = units(text);
        let mut terms = Vec::new();
        // Han characters since the last known word.
        let mut run: Vec<&str> = Vec::new();
        let mut at = 0;
        while let Some(unit) = units.get(at) {
            if unit.begins || !unit.is_han {
                pairs(&mut run, &mut terms);
            }
            if let Some((concept, len)) = self.longest(&units[at..]) {
                pairs(&mut run, &mut terms);
                terms.extend(concept.split_whitespace().map(str::to_owned));
                at += len;
                continue;
            }
            if unit.is_han {
                run.push(&unit.text);
            } else {
                terms.push(unit.text.clone());
            }
            at += 1;
        }
        pairs(&mut run, &mut terms);
        terms
    }

    /// The longest known word at the begin of `units`: its concept and how many units it has.
    fn longest(&self, units: &[Unit]) -> Option<(&'static str, usize)> {
        let (first, rest) = units.split_first()?;
        let same = |(word, unit): (&String, &Unit)| !unit.begins && *word == unit.text;
        let word =
            self.known.get(&first.text)?.iter().find(|word| {
                word.rest.len() <= rest.len() && word.rest.iter().zip(rest).all(same)
            })?;
        Some((word.concept, word.rest.len() + 1))
    }
}

/// Pairs of neighbours of a run of unknown Han characters; a single one says too little.
fn pairs(run: &mut Vec<&str>, terms: &mut Vec<Term>) {
    terms.extend(run.windows(2).map(<[&str]>::concat));
    run.clear();
}

/// A Latin word, stemmed, or one Han character.
struct Unit {
    text: String,
    is_han: bool,
    /// Whether punctuation stands before it, over which no word reaches.
    begins: bool,
}

fn units(text: &str) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut word = String::new();
    let mut begins = true;
    for c in text.chars().flat_map(char::to_lowercase).chain([' ']) {
        if !stands_alone(c) && (c.is_alphanumeric() || matches!(c, '_' | '.')) {
            word.push(c);
            continue;
        }
        let whole = word.trim_matches('.');
        // `sync.Map` is two words, `6.5` is one.
        let is_number = whole.starts_with(|c: char| c.is_ascii_digit());
        for part in whole.split(|c| c == '.' && !is_number).filter(|part| !part.is_empty()) {
            units.push(Unit { text: stem(part), is_han: false, begins });
            begins = false;
        }
        word.clear();
        if stands_alone(c) {
            units.push(Unit { text: c.into(), is_han: true, begins });
            begins = false;
        } else {
            begins |= !(c.is_whitespace() || matches!(c, '-' | '`' | '*' | '/' | '\'' | '’'));
        }
    }
    units
}

/// An English word without its ending, so that `growing` and `grows` meet. Crude, but the same for
/// questions and cards.
fn stem(word: &str) -> String {
    if word.len() < 4 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return word.to_owned();
    }
    let strip = |word: &'_ str, ending: &str| -> Option<usize> {
        word.strip_suffix(ending).map(str::len).filter(|&len| len >= 3)
    };
    let mut len = word.len();
    if let Some(rest) = strip(word, "s").filter(|&r| !word[..r].ends_with(['s', 'u', 'i'])) {
        len = rest;
    }
    if let Some(rest) = ["ing", "ed"].iter().find_map(|ending| strip(&word[..len], ending)) {
        len = rest;
    }
    len = strip(&word[..len], "e").unwrap_or(len);
    match &word.as_bytes()[..len] {
        [.., a, b] if a == b && len > 3 => word[..len - 1].to_owned(),
        _ => word[..len].to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_become_terms_in_either_language() {
        let vocabulary = Vocabulary::default();
        for (text, terms) in [
            ("How do goroutines leak?", "goroutine leak"),
            ("协程泄漏怎么排查", "goroutine leak detect"),
            ("goroutine泄露", "goroutine leak"),
            ("有缓冲的 channel 和无缓冲通道", "buffered channel unbuffered channel"),
            ("What is a write barrier?", "~what writebarrier"),
            ("三色标记与写屏障", "tricolor writebarrier"),
            ("sync.Map 的负载因子 6.5", "syncmap loadfactor 6.5"),
            ("select, poll", "select pol"),
            ("读写 channel", "send receive channel"),
            ("分片上传", "sharded 上传"),
            ("孤儿进程", "孤儿 process"),
            ("growing slices; growth, 扩容 切片", "grow slice grow grow slice"),
            ("garbage, collection", "garbag collection"),
            ("请问一下是什么", "~what"),
            ("", ""),
            ("—…？", ""),
        ] {
            assert_eq!(vocabulary.terms(text).join(" "), terms, "{text}");
        }
    }

    #[test]
    fn no_word_stands_for_two_concepts() {
        let mut seen: HashMap<String, &str> = HashMap::new();
        let mut twice = Vec::new();
        for words in SYNONYMS {
            let concept = words.split('|').next().unwrap();
            for word in words.split('|').filter(|word| !is_facet(word)) {
                let units: Vec<String> = units(word).into_iter().map(|u| u.text).collect();
                if let Some(other) = seen.insert(units.join(" "), concept)
                    && other != concept
                {
                    twice.push(format!("`{word}` is {other} and {concept}"));
                }
            }
        }
        for word in STOP.iter().flat_map(|words| words.split('|')) {
            let units: Vec<String> = units(word).into_iter().map(|u| u.text).collect();
            if let Some(concept) = seen.get(&units.join(" ")) {
                twice.push(format!("`{word}` is {concept} and a stop word"));
            }
        }
        assert!(twice.is_empty(), "{}", twice.join("\n"));
    }
}
